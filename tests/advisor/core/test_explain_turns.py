"""How firm a verdict is, and what would turn it."""

from __future__ import annotations

import pytest

from advisor.core.explain import Sentence
from tests.advisor.core.build import answers, criterion, matrix
from tests.advisor.core.told import firsts, lines, told

WORK = criterion("work", 3, {"x": (4, 1), "y": (2, 2), "z": (1, 4)}, "multiple")
RULED = {"x": {"a": "It cannot be."}}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            {"one": (4, 1), "two": (2, 2)},
            "On the answered criteria B never beats A, whatever each criterion weighs.",
        ),
        (
            {"one": (2, 2), "two": (3, 3)},
            "On the answered criteria A and B are level, whatever each criterion weighs.",
        ),
        (
            {"one": (4, 1), "two": (2, 3)},
            "A beats B under 75 % of all weightings of the answered criteria.",
        ),
        (
            {"one": (4, 1, 3), "two": (2, 3, 0)},
            "A beats B under 75 % of all weightings of the answered criteria.",
        ),
    ],
)
def test_how_firm_it_is_is_a_pairwise_figure(
    rows: dict[str, tuple[int, ...]], sentence: str
) -> None:
    built = matrix(
        *(criterion(key, 1, {"x": row, "y": (0, 4, 0)[: len(row)]}) for key, row in rows.items())
    )

    assert lines(built, answers(one="x", two="x"), "firmness") == [sentence]


def test_one_answer_says_nothing_of_how_firm_it_is() -> None:
    open_ = criterion("open", 1, {"x": (4, 1), "y": (1, 4)})

    assert lines(matrix(WORK, open_), answers(work="x"), "firmness") == [
        "So far only Work is answered, so how firm this is cannot be said yet."
    ]
    assert lines(matrix(WORK), answers(work="x"), "firmness") == []


def test_a_winner_against_nearly_all_weightings_is_not_rounded_to_none() -> None:
    small = [criterion(f"c{i}", 0, {"x": (0, 4), "y": (4, 0)}) for i in range(6)]
    built = matrix(criterion("work", 5, {"x": (3, 2), "y": (0, 4)}), *small)

    assert lines(built, firsts(built), "firmness") == [
        "A beats B under less than 1 % of all weightings of the answered criteria."
    ]


def test_options_that_turn_it_to_the_same_share_a_sentence() -> None:
    built = matrix(
        criterion("work", 3, {"x": (4, 1), "y": (1, 4), "z": (0, 4), "u": (2, 3), "v": (1, 1)}),
        floor=30,
    )

    assert lines(built, answers(work="x"), "flip") == [
        "If the answer on Work were “Option y”, “Option z” or “Option u”, B would win.",
        "If the answer on Work were “Option v”, none of them would fit.",
    ]


def test_a_line_about_another_answer_leads_to_the_cell_of_whom_it_is_about() -> None:
    built = matrix(criterion("work", 3, {"x": (4, 1), "y": (1, 4), "z": (1, 1)}), floor=30)

    assert told(built, answers(work="x"))[-2:] == [
        Sentence("flip", "If the answer on Work were “Option y”, B would win.", "work", "y", "b"),
        Sentence(
            "flip",
            "If the answer on Work were “Option z”, none of them would fit.",
            "work",
            "z",
            "a",
        ),
    ]


def test_where_every_other_answer_turns_it_they_are_not_listed() -> None:
    built = matrix(
        criterion("work", 3, {"x": (4, 1), "y": (1, 4), "z": (0, 4)}),
        criterion("team", 1, {"x": (2, 2), "y": (2, 2)}),
    )

    assert lines(built, answers(work="x", team="x"), "flip")[0] == (
        "With any other answer on Work, B would win."
    )


def test_an_answer_that_would_only_make_it_close_is_not_called_a_win() -> None:
    team = criterion("team", 3, {"x": (4, 1), "y": (2, 3), "z": (4, 1), "u": (3, 3)})
    level = criterion("more", 5, {"x": (2, 2), "y": (4, 4)})
    behind = criterion("time", 1, {"x": (1, 2), "y": (2, 1)})

    built = matrix(team, level, {**behind, "weight": 0})
    assert lines(built, answers(team="x", more="x", time="x"), "flip")[0] == (
        "If the answer on Team were “Option y”, B would win."
    )
    built = matrix(team, level, {**level, "key": "much"}, behind)
    assert lines(built, answers(team="x", more="x", much="x", time="x"), "flip")[0] == (
        "If the answer on Team were “Option y” or “Option u”, B would be ahead in a close call."
    )


def test_in_a_close_call_only_what_would_end_it_is_told() -> None:
    built = matrix(
        criterion("work", 1, {"x": (3, 2), "y": (2, 3), "z": (0, 4)}),
        criterion("team", 3, {"x": (2, 2), "y": (1, 1)}),
        floor=0,
    )

    assert lines(built, answers(work="x", team="x"), "flip") == [
        "If the answer on Work were “Option z”, B would win.",
        "If Work weighed 0 instead of 1, A and B would be level.",
    ]


def test_an_excluded_alternative_that_would_come_back_and_win_is_told() -> None:
    built = matrix(criterion("work", 1, {"x": (4, 2), "y": (4, 2)}, excludes=RULED))

    assert lines(built, answers(work="x"), "flip") == [
        "If the answer on Work were “Option y”, A would win."
    ]


def test_a_turn_to_one_that_an_open_answer_could_rule_out_is_a_close_call() -> None:
    built = matrix(
        criterion("work", 3, {"x": (4, 1), "y": (1, 4)}),
        criterion("open", 1, {"x": (2, 2), "y": (2, 2)}, excludes={"x": {"b": "No."}}),
    )

    assert lines(built, answers(work="x"), "flip")[0] == (
        "If the answer on Work were “Option y”, B would be ahead in a close call."
    )


def test_of_many_turns_the_first_are_told_and_the_others_named() -> None:
    for_a = [criterion(f"c{i}", 1, {"x": (3, 2), "y": (0, 4)}) for i in range(3)]
    level = [criterion(f"d{i}", 1, {"x": (2, 2), "y": (0, 4)}) for i in range(3)]
    built = matrix(*level, *for_a, close_call=1, clear=90, floor=0)

    assert lines(built, firsts(built), "flip") == [
        "If the answer on D0 were “Option y”, B would win.",
        "If the answer on D1 were “Option y”, B would win.",
        "If the answer on D2 were “Option y”, B would win.",
        "Other answers on C0, C1 and C2 would turn it as well.",
    ]


def test_that_no_other_answer_turns_it_is_told() -> None:
    assert lines(
        matrix(WORK, criterion("team", 5, {"x": (4, 0), "y": (4, 0)})),
        answers(work="x", team="x"),
        "flip",
    ) == ["No other single answer would make another alternative win."]


def test_the_nearest_weight_that_levels_it_is_told() -> None:
    team = criterion("team", 1, {"x": (1, 4), "y": (4, 1)})

    assert lines(matrix(WORK, team), answers(work="x", team="x"), "flip")[-1] == (
        "If Work weighed 1 instead of 3, A and B would be level."
    )


def test_a_turning_weight_is_never_shown_as_todays() -> None:
    # 3 × 7/2 anchors for A and 4 × 8/3 for B: level at 64/21 = 3.0476 instead of 3.
    built = matrix(
        criterion("work", 3, {"x": (4, 0), "y": (4, 1), "z": (2, 2)}, "multiple"),
        criterion("team", 4, {"x": (0, 3), "y": (0, 3), "z": (0, 2)}, "multiple"),
    )

    assert lines(built, answers(work="x y", team="x y z"), "flip")[-1] == (
        "If Work weighed about 3.05 instead of 3, B and A would be level."
    )


def test_what_is_level_as_it_is_weighed_has_no_turning_weight() -> None:
    team = criterion("team", 3, {"x": (1, 4), "y": (4, 1)})

    sentences = lines(matrix(WORK, team), answers(work="x", team="x"), "flip")

    assert not any("weighed" in sentence for sentence in sentences)
