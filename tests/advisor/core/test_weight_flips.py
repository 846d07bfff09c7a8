"""The weights at which a verdict turns."""

from __future__ import annotations

from fractions import Fraction

from advisor.core.result import FlipWeight
from advisor.core.scoring import score
from tests.advisor.core.build import answers, criterion, matrix


def test_a_weight_flip_may_lie_on_a_criterion_that_is_open_or_weighs_nothing() -> None:
    small = matrix(
        criterion("work", 2, {"x": (4, 2), "y": (4, 2)}),
        criterion("open", 0, {"x": (1, 2), "y": (0, 4)}),
    )

    # Work leads by 2 × 2 anchors; the midpoint of the open criterion is -2.5 anchors.
    assert score(small, answers(work="x")).flips.weights == (
        FlipWeight("open", 0, Fraction(8, 5), "b"),
    )


def test_of_several_rivals_the_nearest_turning_weight_is_told() -> None:
    small = matrix(
        criterion("work", 3, {"x": (4, 1, 2), "y": (4, 1, 2)}),
        criterion("team", 1, {"x": (0, 4, 2), "y": (0, 4, 2)}),
        floor=0,
    )

    # Against b: 9 - 4w = 0 at 9/4; against c: 6 - 2w = 0 at 3. Work: 3w = 4, 2w = 2.
    assert score(small, answers(work="x", team="x")).flips.weights == (
        FlipWeight("work", 3, Fraction(4, 3), "b"),
        FlipWeight("team", 1, Fraction(9, 4), "b"),
    )


def test_a_weight_that_would_leave_all_weights_zero_is_no_flip() -> None:
    alone = matrix(criterion("work", 3, {"x": (4, 1), "y": (4, 1)}))
    beside_another = matrix(
        criterion("work", 3, {"x": (4, 1), "y": (4, 1)}),
        criterion("team", 1, {"x": (2, 2), "y": (2, 2)}),
    )

    assert score(alone, answers(work="x")).flips.weights == ()
    assert score(beside_another, answers(work="x", team="x")).flips.weights == (
        FlipWeight("work", 3, Fraction(0), "b"),
    )


def test_a_verdict_turns_at_a_weight_of_five_but_not_beyond() -> None:
    team = criterion("team", 1, {"x": (2, 3), "y": (2, 3)})
    at_five = criterion("work", 5, {"x": (3, 2), "y": (3, 2)})

    # Work leads by 5 × 1 anchors, or by 3 × 2; team by 1 for each of its weights the other way.
    flips = score(matrix(at_five, team), answers(work="x", team="x")).flips.weights
    beyond = criterion("work", 3, {"x": (4, 2), "y": (4, 2)})

    assert flips == (
        FlipWeight("work", 5, Fraction(1), "b"),
        FlipWeight("team", 1, Fraction(5), "b"),
    )
    assert score(matrix(beyond, team), answers(work="x", team="x")).flips.weights == (
        FlipWeight("work", 3, Fraction(1, 2), "b"),
    )
