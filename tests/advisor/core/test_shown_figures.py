"""Figures in sentences: rounded for people, but never so that they claim too much."""

from __future__ import annotations

from fractions import Fraction

import pytest

from advisor.core.explanation.phrases import percent
from advisor.core.explanation.telling import Telling
from advisor.core.model import Answers
from advisor.core.scoring import score
from tests.advisor.core.build import criterion, matrix


def telling() -> Telling:
    # Thresholds as the format's defaults have them: 8, 20, and 40 points.
    example = matrix(criterion("c", 1, {"x": (4, 0), "y": (0, 4)}))
    return Telling(example, Answers(), score(example, Answers()))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(35, 3), "11.7"),
        (Fraction(25), "25"),
        (Fraction(75, 4), "18.8"),
        (Fraction(1999, 100), "19.9"),
        (Fraction(20), "20"),
        (Fraction(799, 100), "7.9"),
        (Fraction(3996, 100), "39.9"),
        (Fraction(4001, 100), "40"),
        (Fraction(0), "0"),
        (Fraction(1, 1000), "0.1"),
    ],
)
def test_points_are_rounded_but_never_up_to_a_threshold_that_was_missed(
    value: Fraction, shown: str
) -> None:
    assert telling().points(value) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Fraction(8, 9), "89"),
        (Fraction(3, 4), "75"),
        (Fraction(999, 1000), "99"),
        (Fraction(1, 100), "1"),
        (Fraction(1, 1000), "1"),
    ],
)
def test_a_share_is_neither_nothing_nor_all(share: Fraction, shown: str) -> None:
    assert percent(share) == shown
