from __future__ import annotations

import pytest

from advisor.core.model import Answers, Matrix
from tests.advisor.core.build import answers, criterion, matrix
from tests.advisor.core.told import headline

WORK = criterion("work", 3, {"x": (4, 1), "y": (2, 2), "z": (1, 4)}, "multiple")
OPEN = criterion("open", 1, {"x": (4, 1), "y": (1, 4)})
SLIGHT = criterion("open", 1, {"x": (2, 2), "y": (3, 2)})
RULED = {"x": {"a": "It cannot be."}}
RULING = criterion("open", 1, {"x": (4, 1), "y": (1, 4)}, excludes=RULED)


@pytest.mark.parametrize(
    ("built", "given_", "sentence"),
    [
        (matrix(WORK), answers(work="x"), "A is the clear choice: it leads B by 75 of 100 points."),
        (
            matrix(WORK, OPEN),
            answers(work="x"),
            "A is the clear choice: whatever the open answers are, it leads B by 37.5 to 75 of "
            "100 points.",
        ),
        (
            matrix(WORK, OPEN, clear=90),
            answers(work="x", open="x"),
            "The case leans towards A: it leads B by 75 of 100 points.",
        ),
        (
            matrix(WORK, OPEN, clear=90),
            answers(work="x"),
            "The case leans towards A: whatever the open answers are, it leads B by 37.5 to 75 of "
            "100 points.",
        ),
    ],
)
def test_a_decided_case_names_the_winner_and_the_lead(
    built: Matrix, given_: Answers, sentence: str
) -> None:
    assert headline(built, given_) == sentence


@pytest.mark.parametrize(
    ("built", "given_", "sentence"),
    [
        (
            matrix(WORK),
            answers(work="y"),
            "It is a close call: A and B are level at 50 of 100 points.",
        ),
        (
            matrix(WORK, OPEN),
            answers(work="y"),
            "It is a close call: the open answers allow anything from B ahead by 18.8 to A ahead "
            "by 18.8 of 100 points.",
        ),
        (
            matrix(WORK, close_call=80, clear=80),
            answers(work="x"),
            "It is a close call: A leads B by only 75 of 100 points, and a lead under 80 decides "
            "nothing.",
        ),
        (
            matrix(WORK, OPEN, close_call=80, clear=80),
            answers(work="x"),
            "It is a close call: depending on the open answers, A leads B by 37.5 to 75 of 100 "
            "points, and a lead under 80 decides nothing.",
        ),
        (
            matrix(WORK, SLIGHT),
            answers(work="y"),
            "It is a close call: depending on the open answers, A is level with B or ahead by up "
            "to 6.3 of 100 points.",
        ),
        (
            matrix(WORK, RULING),
            answers(work="x"),
            "It is a close call: A leads B by 37.5 to 75 of 100 points, but an open answer could "
            "still rule A out.",
        ),
        (
            matrix(WORK, RULING),
            answers(work="y"),
            "It is a close call: the open answers allow anything from B ahead by 18.8 to A ahead "
            "by 18.8 of 100 points.",
        ),
    ],
)
def test_a_close_call_is_said_plainly(built: Matrix, given_: Answers, sentence: str) -> None:
    assert headline(built, given_) == sentence


@pytest.mark.parametrize(
    ("built", "given_", "sentence"),
    [
        (
            matrix(WORK, floor=60),
            answers(work="y"),
            "None of them fits this case well: even the best, A, reaches no more than 50 of 100 "
            "points. Under 60 none is advised.",
        ),
        (
            matrix(
                criterion("work", 1, {"x": (4, 2, 1), "y": (1, 1, 1)}, excludes=RULED), floor=60
            ),
            answers(work="x"),
            "None of them fits this case well: some are ruled out, and even the best of the "
            "others, B, reaches no more than 50 of 100 points. Under 60 none is advised.",
        ),
        (
            matrix(criterion("work", 1, {"x": (4, 2), "y": (1, 1)}, excludes=RULED), floor=60),
            answers(work="x"),
            "None of them fits this case well: B, the only one that is not ruled out, reaches no "
            "more than 50 of 100 points. Under 60 none is advised.",
        ),
        (
            matrix(
                criterion(
                    "work", 1, {"x": (4, 1), "y": (1, 4)}, excludes={"x": {"a": "A", "b": "B"}}
                )
            ),
            answers(work="x"),
            "None of them fits: every alternative is ruled out by an answer.",
        ),
    ],
)
def test_that_none_fits_is_said_plainly(built: Matrix, given_: Answers, sentence: str) -> None:
    assert headline(built, given_) == sentence


@pytest.mark.parametrize(
    ("built", "given_", "sentence"),
    [
        (
            matrix(criterion("work", 1, {"x": (4, 1), "y": (1, 4)}, excludes=RULED), floor=0),
            answers(work="x"),
            "B is the only one left, as everything else is ruled out. It reaches 25 of 100 points.",
        ),
        (
            matrix(
                criterion("work", 1, {"x": (4, 3), "y": (1, 4)}, excludes=RULED),
                criterion("open", 1, {"x": (4, 1), "y": (1, 4)}, excludes={"x": {"b": "No."}}),
            ),
            answers(work="x"),
            "It is a close call: B is the only one left, and an open answer could still rule it "
            "out.",
        ),
    ],
)
def test_the_last_one_left_is_told_as_such(built: Matrix, given_: Answers, sentence: str) -> None:
    assert headline(built, given_) == sentence


def test_before_the_first_answer_nothing_is_decided_unless_it_already_is() -> None:
    assert headline(matrix(WORK, OPEN), answers()) == (
        "No question is answered yet, so nothing is decided."
    )
    assert headline(matrix(criterion("work", 1, {"x": (4, 3), "y": (4, 2)})), answers()) == (
        "A is the clear choice: whatever the open answers are, it leads B by 25 to 50 of 100 "
        "points."
    )
    assert headline(matrix(criterion("work", 1, {"x": (1, 1), "y": (1, 1)})), answers()) == (
        "None of them fits this case well: even the best, A, reaches no more than 25 of 100 "
        "points. Under 40 none is advised."
    )


def test_a_close_margin_is_never_rounded_up_to_the_limit() -> None:
    heavy = criterion("work", 5, {"x": (3, 2), "y": (0, 4)})
    light = [criterion(f"c{i}", w, {"x": (2, 2), "y": (0, 4)}) for i, w in enumerate([5, 5, 1])]

    # 100 × 5 / 64 = 7.8125 points.
    assert "only 7.8 of 100 points" in headline(
        matrix(heavy, *light), answers(work="x", c0="x", c1="x", c2="x")
    )
