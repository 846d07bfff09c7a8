"""What speaks for the winner, what against it, and what contradicts itself."""

from __future__ import annotations

from advisor.core.explain import Sentence
from advisor.core.model import Matrix
from tests.advisor.core.build import answers, criterion, matrix
from tests.advisor.core.told import firsts, lines, told

WORK = criterion("work", 3, {"x": (4, 1), "y": (2, 2), "z": (1, 4)}, "multiple")


def test_of_several_chosen_options_the_most_telling_is_quoted() -> None:
    assert told(matrix(WORK), answers(work="x y"))[1] == Sentence(
        "deciding",
        "Work speaks for A by 37.5 points, most of all “Option x”.",
        "work",
        "x",
        "a",
        "x on a.",
    )


def test_a_cell_without_rationale_is_not_quoted() -> None:
    document = matrix(WORK).document()
    document["criteria"][0]["options"][0]["cells"]["a"]["rationale"] = " "

    reason = told(Matrix.from_document(document), answers(work="x"))[1]

    assert str(reason) == "Work speaks for A by 75 points: “Option x”."


def test_chosen_options_that_pull_apart_are_both_named_and_quoted() -> None:
    work = criterion("work", 3, {"x": (4, 0), "y": (2, 4), "z": (0, 3)}, "multiple")

    assert told(matrix(work), answers(work="x y"))[1:3] == [
        Sentence(
            "deciding",
            "Work speaks for A by 25 points, most of all “Option x”.",
            "work",
            "x",
            "a",
            "x on a.",
        ),
        Sentence(
            "contradiction",
            "Within Work, however, “Option y” speaks for B.",
            "work",
            "y",
            "b",
            "y on b.",
        ),
    ]


def test_of_options_that_pull_apart_the_strongest_are_told() -> None:
    work = criterion("work", 3, {"x": (4, 0), "y": (2, 4), "z": (0, 3)}, "multiple")
    team = criterion("team", 5, {"x": (4, 1), "y": (1, 4)})

    assert lines(
        matrix(work, team), answers(work="x y z", team="x"), "against", "contradiction"
    ) == [
        "Work pulls the other way, to B, by 3.1 points, most of all “Option z”. “z on b.”",
        "Within Work, however, “Option x” speaks for A. “x on a.”",
    ]


def test_options_that_cancel_out_are_told_although_they_decide_nothing() -> None:
    team = criterion("team", 1, {"x": (4, 1), "y": (1, 4)})

    assert lines(
        matrix(WORK, team), answers(work="x z", team="x"), "deciding", "contradiction", "against"
    ) == [
        "Team speaks for A by 18.8 points: “Option x”. “x on a.”",
        "Work comes out level: its answers pull apart, and “Option x” speaks for A. “x on a.”",
        "Within Work, however, “Option z” speaks for B. “z on b.”",
    ]


def test_what_weighs_nothing_contradicts_nothing() -> None:
    team = criterion("team", 1, {"x": (4, 1), "y": (1, 4)})

    built = matrix(WORK, team)
    assert lines(built, answers({"work": 0}, work="x z", team="x"), "contradiction") == []


def test_one_answer_alone_never_contradicts_itself() -> None:
    work = criterion("work", 1, {"x": (3, 1, 4), "y": (1, 1, 0)}, "multiple")
    team = criterion("team", 2, {"x": (4, 2, 0), "y": (1, 4, 0)})
    built, given_ = matrix(work, team), answers(work="x", team="x")

    assert lines(built, given_, "deciding")[1] == (
        "Work speaks for A by 16.7 points: “Option x”. “x on a.”"
    )
    assert lines(built, given_, "contradiction") == []


def test_an_option_may_pull_to_a_third() -> None:
    work = criterion("work", 3, {"x": (4, 1, 0), "y": (2, 2, 4)}, "multiple")

    assert lines(matrix(work), answers(work="x y"), "contradiction") == [
        "Within Work, however, “Option y” speaks for C. “y on c.”"
    ]


def test_with_three_it_is_said_who_is_compared_and_why_the_third_is_behind() -> None:
    built = matrix(
        criterion("work", 3, {"x": (4, 2, 0), "y": (0, 0, 4)}),
        criterion("team", 1, {"x": (4, 4, 3), "y": (0, 0, 4)}),
    )

    assert told(built, answers(work="x", team="x"))[1:4] == [
        Sentence("compared", "What follows compares A with B, the closest of the others."),
        Sentence(
            "deciding",
            "Work speaks for A by 37.5 points: “Option x”.",
            "work",
            "x",
            "a",
            "x on a.",
        ),
        Sentence(
            "trailing",
            "C is 81.3 points behind A, most of all on Work: “Option x”.",
            "work",
            "x",
            "c",
            "x on c.",
        ),
    ]


def test_a_third_that_may_still_catch_up_is_not_called_behind() -> None:
    slight = criterion("open", 1, {"x": (4, 4, 4), "y": (4, 3, 2)})
    wide = criterion("open", 1, {"x": (4, 2, 3), "y": (2, 4, 3)})
    never_ahead = criterion("open", 1, {"x": (0, 0, 1), "y": (0, 1, 0)})
    level = criterion("open", 1, {"x": (3, 2, 3), "y": (4, 2, 4)})
    work = criterion("work", 1, {"x": (3, 3, 3), "y": (0, 0, 4)})

    assert lines(matrix(work, slight), answers(work="x"), "trailing") == [
        "With the open answers C could still draw level with A."
    ]
    assert lines(matrix(work, wide), answers(work="x"), "trailing") == [
        "With the open answers B could still pass C."
    ]
    assert lines(matrix(work, never_ahead), answers(work="x"), "trailing") == [
        "With the open answers C could still pass A."
    ]
    assert lines(matrix(work, level), answers(work="x"), "trailing") == [
        "B is 12.5 to 25 points behind A."
    ]


def test_of_those_behind_only_the_nearest_are_told() -> None:
    built = matrix(criterion("work", 1, {"x": (4, 1, 3, 0, 2), "y": (0, 0, 4, 4, 4)}))

    assert lines(built, answers(work="x"), "trailing") == [
        "E is 50 points behind A, most of all on Work: “Option x”. “x on e.”",
        "B is 75 points behind A, most of all on Work: “Option x”. “x on b.”",
    ]


def test_the_nearest_is_the_one_with_the_best_chance_to_catch_up() -> None:
    """Of 100 points C is 25 behind or 50, and D 37.5 whatever the open answer is."""
    work = criterion("work", 1, {"x": (4, 3, 3, 2), "y": (0, 0, 0, 4)})
    open_ = criterion("open", 1, {"x": (4, 4, 3, 3), "y": (4, 4, 1, 3)})

    assert [line[0] for line in lines(matrix(work, open_), answers(work="x"), "trailing")] == [
        "C",
        "D",
    ]


def test_of_many_reasons_the_strongest_are_told_and_the_others_counted_in() -> None:
    for_a = [criterion(f"c{i}", i, {"x": (4, 2), "y": (2, 4)}) for i in range(1, 6)]
    for_b = [criterion(f"d{i}", 1, {"x": (1, 2), "y": (2, 4)}) for i in range(5)]
    built = matrix(*for_a, *for_b)

    assert lines(built, firsts(built), "deciding", "against") == [
        "C5 speaks for A by 12.5 points: “Option x”. “x on a.”",
        "C4 speaks for A by 10 points: “Option x”. “x on a.”",
        "C3 speaks for A by 7.5 points: “Option x”. “x on a.”",
        "C2 and C1 speak for A as well, by 7.5 points between them.",
        "D0 pulls the other way, to B, by 1.3 points: “Option x”. “x on b.”",
        "D1 pulls the other way, to B, by 1.3 points: “Option x”. “x on b.”",
        "D2 pulls the other way, to B, by 1.3 points: “Option x”. “x on b.”",
        "D3 and D4 pull the other way as well, by 2.5 points between them.",
    ]


def test_a_single_reason_more_is_told_like_the_others() -> None:
    built = matrix(*(criterion(f"c{i}", i, {"x": (4, 2), "y": (2, 4)}) for i in range(1, 5)))

    assert len(lines(built, answers(c1="x", c2="x", c3="x", c4="x"), "deciding")) == 4
    assert lines(built, answers(c1="x", c2="x", c3="x", c4="x"), "deciding")[-1] == (
        "C1 speaks for A by 5 points: “Option x”. “x on a.”"
    )
