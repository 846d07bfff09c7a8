"""Ada's answers to one version of a matrix, on the next."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from advisor.core.answers import read_answers
from advisor.core.carry import carry
from advisor.core.model import Answers, Matrix
from advisor.core.scoring import score
from tests.advisor.core.build import answers, criterion, matrix
from tests.advisor.core.strategies import cases

ROWS = {"x": (4, 0), "y": (0, 4), "z": (2, 2)}


def load(weight: int = 3, rows: dict[str, tuple[int, int]] = ROWS, choice: str = "multiple") -> Any:
    return criterion("load", weight, rows, choice)


TEAM = criterion("team", 2, {"x": (1, 3), "y": (3, 1)})
BEFORE = matrix(load(), TEAM)


@pytest.mark.parametrize(
    ("given_answers", "after", "kept", "dropped"),
    [
        (
            answers(load="x y", team="y", weights={"team": 5}),
            matrix(load(5), TEAM),
            answers(load="x y", team="y", weights={"team": 5}),
            (),
        ),
        (
            answers(load="x", team="y"),
            matrix(TEAM, criterion("new", 1, {"x": (1, 2), "y": (2, 1)})),
            answers(team="y"),
            ("Load is not asked about any more. Left out: “Option x”.",),
        ),
        (
            answers(load="x y", weights={"load": 1}),
            matrix(TEAM),
            answers(),
            (
                "Load is not asked about any more. Left out: “Option x”, “Option y”.",
                "Load is not asked about any more, so its weight is left out.",
            ),
        ),
        (
            answers(load="x y"),
            matrix(load(rows={"y": (0, 4), "z": (2, 2)}), TEAM),
            answers(load="y"),
            ("Load no longer has this answer. Left out: “Option x”.",),
        ),
        (
            answers(load="x"),
            matrix(load(rows={"y": (0, 4), "z": (2, 2)}), TEAM),
            answers(),
            ("Load no longer has this answer. Left out: “Option x”.",),
        ),
        (
            answers(load="x y"),
            matrix(load(choice="single"), TEAM),
            answers(),
            ("Load takes one answer only by now. Left out: “Option x”, “Option y”.",),
        ),
        (
            answers(load="x y"),
            matrix(load(rows={"y": (0, 4), "z": (2, 2)}, choice="single"), TEAM),
            answers(load="y"),
            ("Load no longer has this answer. Left out: “Option x”.",),
        ),
        (
            answers(team="x", weights={"team": 0}),
            matrix(load(0), TEAM),
            answers(team="x"),
            ("Under the changed weights nothing would count, so the matrix’s own apply.",),
        ),
        (answers(), matrix(TEAM), answers(), ()),
    ],
)
def test_what_has_a_place_is_kept_and_the_rest_is_named(
    given_answers: Answers, after: Matrix, kept: Answers, dropped: tuple[str, ...]
) -> None:
    assert carry(given_answers, BEFORE, after) == (kept, dropped)


def test_an_option_that_was_reworded_keeps_its_meaning() -> None:
    reworded = load()
    reworded["options"][0]["label"] = "In other words"
    reworded["name"] = "By another name"
    given_answers = answers(load="x", team="y")
    assert carry(given_answers, BEFORE, matrix(reworded, TEAM)) == (given_answers, ())


def test_the_order_of_the_new_file_counts() -> None:
    turned = load(rows={"z": (2, 2), "y": (0, 4), "x": (4, 0)})
    carried, _ = carry(answers(load="x y", team="y"), BEFORE, matrix(TEAM, turned))
    assert list(carried.answers.items()) == [("team", ("y",)), ("load", ("y", "x"))]


@settings(max_examples=25)
@given(cases(), cases())
def test_whatever_changed_the_answers_can_be_scored(
    old: tuple[Matrix, Answers], new: tuple[Matrix, Answers]
) -> None:
    (before, given_answers), (after, _) = old, new
    carried, _ = carry(given_answers, before, after)
    assert read_answers(after, carried.document()) == carried
    score(after, carried)


@settings(max_examples=15)
@given(cases())
def test_nothing_is_dropped_where_nothing_changed(case: tuple[Matrix, Answers]) -> None:
    same, given_answers = case
    carried, dropped = carry(given_answers, same, same)
    assert (score(same, carried), dropped) == (score(same, given_answers), ())
