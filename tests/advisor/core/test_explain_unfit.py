"""Who is ruled out, and what is said where none fits."""

from __future__ import annotations

from advisor.core.explain import Sentence
from tests.advisor.core.build import answers, criterion, matrix
from tests.advisor.core.told import headline, lines, told

RULED = {"x": {"a": "It cannot be."}}


def test_who_is_ruled_out_is_told_with_the_reason() -> None:
    built = matrix(criterion("work", 1, {"x": (4, 1), "y": (1, 4)}, excludes=RULED), floor=0)

    assert told(built, answers(work="x"))[1] == Sentence(
        "excluded",
        "A is ruled out by the answer “Option x” on Work.",
        "work",
        "x",
        "a",
        "It cannot be.",
    )


def test_the_best_where_none_fits_is_the_one_that_could_reach_most() -> None:
    """A has 50 whatever the open answer is, B from 12.5 to 62.5."""
    open_ = criterion("open", 1, {"x": (1, 4), "y": (1, 0)})
    built = matrix(criterion("work", 1, {"x": (3, 1), "y": (1, 3)}), open_, floor=70)

    assert headline(built, answers(work="x")) == (
        "None of them fits this case well: even the best, B, reaches no more than 62.5 of 100 "
        "points. Under 70 none is advised."
    )


def test_where_none_fits_it_is_told_what_holds_the_best_one_back() -> None:
    built = matrix(
        criterion("work", 2, {"x": (2, 1), "y": (1, 4), "z": (1, 0)}, "multiple"),
        criterion("team", 1, {"x": (0, 4), "y": (1, 4)}),
        criterion("time", 1, {"x": (4, 0), "y": (1, 4)}),
        floor=60,
    )

    assert told(built, answers(work="x z", team="x", time="x"))[1:] == [
        Sentence(
            "shortfall",
            "Work costs A 31.3 of the 100 points, most of all “Option z”.",
            "work",
            "z",
            "a",
            "z on a.",
        ),
        Sentence(
            "shortfall",
            "Team costs A 25 of the 100 points: “Option x”.",
            "team",
            "x",
            "a",
            "x on a.",
        ),
        Sentence("open", "Every question is answered, so no open one could change that."),
    ]


def test_where_none_fits_no_open_question_could_change_that() -> None:
    built = matrix(
        criterion("work", 3, {"x": (1, 1), "y": (1, 4)}),
        criterion("open", 1, {"x": (4, 1), "y": (1, 4)}),
        floor=60,
    )

    assert lines(built, answers(work="x"), "open") == ["No open question could change that."]


def test_where_all_are_ruled_out_the_reasons_are_all_that_is_told() -> None:
    excludes = {"x": {"a": "Not A.", "b": "Not B."}}
    built = matrix(criterion("work", 1, {"x": (4, 1), "y": (1, 4)}, excludes=excludes))

    assert [str(sentence) for sentence in told(built, answers(work="x"))] == [
        "None of them fits: every alternative is ruled out by an answer.",
        "A is ruled out by the answer “Option x” on Work. “Not A.”",
        "B is ruled out by the answer “Option x” on Work. “Not B.”",
        "Every question is answered, so no open one could change that.",
    ]
