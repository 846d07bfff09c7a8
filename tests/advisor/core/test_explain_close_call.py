"""What would settle a close call, said plainly; and what is still open where there is none."""

from __future__ import annotations

from advisor.core.explain import Sentence
from tests.advisor.core.build import answers, criterion, matrix
from tests.advisor.core.told import lines, told

WORK = criterion("work", 3, {"x": (4, 1), "y": (2, 2), "z": (1, 4)}, "multiple")
OPEN = criterion("open", 1, {"x": (4, 1), "y": (1, 4)})
RULED = {"x": {"a": "It cannot be."}}


def test_the_question_that_would_settle_it_is_asked_with_the_answers_that_would() -> None:
    built = matrix(
        criterion("work", 3, {"x": (4, 1), "y": (2, 2), "z": (1, 4)}),
        criterion("team", 1, {"x": (2, 2), "y": (1, 2)}),
    )

    assert told(built, answers(team="x"))[1:] == [
        Sentence("open", "One question is still open: What about work?", "work"),
        Sentence("open", "With “Option x”, A would win.", "work", "x", "a"),
        Sentence("open", "With “Option z”, B would win.", "work", "z", "b"),
        Sentence(
            "firmness", "So far only Team is answered, so how firm this is cannot be said yet."
        ),
    ]


def test_several_answers_that_settle_it_alike_share_a_line() -> None:
    built = matrix(
        criterion("team", 1, {"x": (2, 2), "y": (1, 2)}),
        criterion("work", 3, {"x": (4, 1), "y": (3, 1), "z": (1, 4)}, "multiple"),
        criterion("time", 1, {"x": (2, 2), "y": (1, 2)}),
    )

    assert lines(built, answers(team="x"), "open") == [
        "Of the open questions, this one would settle most: What about work?",
        "With “Option x” or “Option y” alone, A would win.",
        "With “Option z” alone, B would win.",
    ]


def test_an_answer_after_which_none_would_fit_lets_nobody_win() -> None:
    built = matrix(
        criterion("work", 3, {"x": (2, 1), "y": (1, 4)}),
        criterion("team", 1, {"x": (0, 0), "y": (1, 1)}),
        floor=50,
    )

    assert lines(built, answers(team="x"), "open")[1:] == ["With “Option y”, B would win."]


def test_with_everything_answered_it_is_said_that_either_is_defensible_and_what_tips_it() -> None:
    built = matrix(
        criterion("work", 1, {"x": (3, 2), "y": (1, 4)}),
        criterion("team", 3, {"x": (2, 2), "y": (1, 4)}),
    )

    assert told(built, answers(work="x", team="x"))[1] == Sentence(
        "open",
        "Every question is answered, so none is left to settle it: either is defensible, and what "
        "tips it towards A is Work.",
        "work",
    )


def test_what_is_level_or_ahead_by_many_small_things_is_tipped_by_none() -> None:
    small = [criterion(f"c{i}", 1, {"x": (3, 2), "y": (1, 4)}) for i in range(2)]
    heavy = [criterion(f"d{i}", 5, {"x": (2, 2), "y": (1, 4)}) for i in range(2)]
    level = "Every question is answered, so none is left to settle it: either is defensible."

    assert lines(matrix(WORK), answers(work="y"), "open") == [level]
    assert lines(matrix(*small, *heavy), answers(c0="x", c1="x", d0="x", d1="x"), "open") == [level]


def test_of_three_that_are_close_all_are_defensible() -> None:
    built = matrix(
        criterion("work", 1, {"x": (3, 2, 2, 0), "y": (1, 4, 1, 1)}),
        criterion("team", 3, {"x": (2, 2, 2, 0), "y": (1, 4, 1, 1)}),
    )

    assert lines(built, answers(work="x", team="x"), "open") == [
        "Every question is answered, so none is left to settle it: A, B and C are all defensible."
    ]


def test_where_no_open_question_can_settle_it_that_is_said() -> None:
    built = matrix(
        criterion("work", 4, {"x": (2, 2), "y": (1, 4)}),
        criterion("open", 1, {"x": (3, 2), "y": (2, 3)}),
    )

    assert lines(built, answers(work="x"), "open") == [
        "No open question could settle it: whatever the answers are, no alternative would lead by "
        "the 8 points that it takes."
    ]


def test_the_open_answer_that_would_rule_out_the_winner_is_told_with_the_reason() -> None:
    built = matrix(WORK, criterion("open", 1, {"x": (4, 1), "y": (1, 4)}, excludes=RULED))

    assert [s for s in told(built, answers(work="x")) if s.role == "open"] == [
        Sentence(
            "open",
            "The answer “Option x” to this open question would rule out A: What about open?",
            "open",
            "x",
            "a",
            "It cannot be.",
        )
    ]


def test_where_only_ruling_out_a_rival_would_settle_it_that_is_told() -> None:
    rival = {"x": {"b": "It cannot be."}}
    built = matrix(WORK, criterion("open", 1, {"x": (2, 2), "y": (2, 2)}, excludes=rival))

    assert lines(built, answers(work="y"), "open") == [
        "The answer “Option x” to this open question would rule out B: What about open? "
        "“It cannot be.”"
    ]


def test_the_last_one_left_may_still_be_ruled_out_by_an_open_answer() -> None:
    built = matrix(
        criterion("work", 1, {"x": (4, 3), "y": (1, 4)}, excludes=RULED),
        criterion("open", 1, {"x": (4, 1), "y": (1, 4)}, excludes={"x": {"b": "No."}}),
    )

    assert lines(built, answers(work="x"), "open") == [
        "The answer “Option x” to this open question would rule out B: What about open? “No.”"
    ]


def test_a_decided_case_says_that_the_last_open_question_changes_nothing() -> None:
    built = matrix(WORK, OPEN)

    assert lines(built, answers(work="x"), "open") == [
        "One question is still open, and no answer to it would put another alternative ahead: "
        "What about open?"
    ]


def test_of_several_open_questions_a_decided_case_names_the_one_that_moves_most() -> None:
    built = matrix({**WORK, "weight": 5}, OPEN, criterion("more", 1, {"x": (4, 1), "y": (3, 1)}))

    assert lines(built, answers(work="x"), "open") == [
        "Of the open questions, this one could move the lead most: What about open?"
    ]


def test_a_safe_lead_that_may_still_end_under_the_floor_is_told_with_that() -> None:
    built = matrix(
        criterion("work", 3, {"x": (2, 0), "y": (1, 4)}),
        criterion("open", 2, {"x": (4, 4), "y": (0, 0)}),
    )

    assert lines(built, answers(work="x"), "headline", "open") == [
        "A is the clear choice: whatever the open answers are, it leads B by 30 of 100 points.",
        "With the least favourable open answers A would reach only 30 of 100 points, and under 40 "
        "none is advised.",
    ]
