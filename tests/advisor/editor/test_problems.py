from __future__ import annotations

from typing import Any

import pytest

from advisor.core.model import Matrix, MatrixError
from advisor.editor.fields import Document, document_from, fields_of
from advisor.editor.page import grid_context
from advisor.editor.problems import problems_of, theirs_of
from tests.advisor.core.build import criterion, document

ANCHOR = "criteria.0.options.1.cells.1.anchor"


def small(**typed: str) -> Document:
    """A matrix without faults, but for what was typed into it."""
    made = document(criterion("team", 3, {"python": (4, 1), "node": (1, 4)}))
    return document_from({**fields_of(made), **typed}, "small")


def typed(name: str, value: str) -> Document:
    return small(**{name: value})


def test_a_matrix_without_faults_has_no_problems() -> None:
    assert problems_of(small()) == []


@pytest.mark.parametrize(
    ("name", "value", "place", "message"),
    [
        ("title", "", ["title"], "must not be blank"),
        ("close_call", "x", ["close call under"], "must be an integer from 1 to 100"),
        ("alternatives.1.name", "", ["Alternative 2", "name"], "must not be blank"),
        ("criteria.0.name", " ", ["Criterion 1", "name"], "must not be blank"),
        ("criteria.0.weight", "6", ["Team", "weight"], "must be an integer from 0 to 5"),
        ("criteria.0.choice", "", ["Team", "choice"], "must be 'single' or 'multiple'"),
        ("criteria.0.options.1.label", "", ["Team", "Option 2", "text"], "must not be blank"),
        (ANCHOR, "5", ["Team", "Option node", "B", "anchor"], "must be an integer from 0 to 4"),
        (ANCHOR, "", ["Team", "Option node", "B", "anchor"], "must be an integer from 0 to 4"),
        (
            "criteria.0.options.0.cells.0.rationale",
            "x" * 501,
            ["Team", "Option python", "A", "rationale"],
            "must have at most 500 characters",
        ),
        (
            "criteria.0.options.0.excludes.1",
            " ",
            ["Team", "Option python", "B", "ruled out because"],
            "must not be blank",
        ),
    ],
)
def test_a_fault_stands_at_its_field(name: str, value: str, place: list[str], message: str) -> None:
    (problem,) = problems_of(typed(name, value))
    assert (problem.field, problem.target) == (name, name)
    assert (problem.place, problem.message) == (place, message)


def test_half_a_source_says_what_it_lacks() -> None:
    at = "criteria.0.options.0.cells.1.source"
    found = problems_of(typed(f"{at}.title", "A book"))
    assert [problem.field for problem in found] == [f"{at}.url", f"{at}.as_of"]


@pytest.mark.parametrize("key", ["", "a", "Node JS", "#1", "a.b[0].c", "x" * 90, "ключ"])
def test_a_faulty_key_is_said_once_and_not_for_every_cell(key: str) -> None:
    found = problems_of(typed("alternatives.1.key", key))
    assert {problem.field for problem in found} == {"alternatives.1.key"}


@pytest.mark.parametrize("key", ["a.b[0]", "criteria[0]", " ", "x" * 90])
def test_a_cell_is_found_under_a_key_of_any_kind(key: str) -> None:
    found = problems_of(small(**{"alternatives.1.key": key, ANCHOR: "9"}))
    assert {problem.field for problem in found} == {"alternatives.1.key", ANCHOR}


@pytest.mark.parametrize(
    ("changes", "target", "place", "message"),
    [
        (
            {"criteria": []},
            "criteria",
            ["criteria"],
            "must have at least 1 entry",
        ),
        (
            {"criteria": [{**small()["criteria"][0], "weight": 0}]},
            "criteria",
            ["criteria"],
            "at least one weight must be above 0",
        ),
        (
            {"criteria": [{**small()["criteria"][0], "options": []}]},
            "criteria.0.options",
            ["Team", "options"],
            "must have at least 2 entries",
        ),
        ({"slug": "Bad Slug"}, "", ["slug"], "must be a lower-case slug of at most 80 characters"),
    ],
)
def test_what_fits_no_field_is_said_with_its_block(
    changes: dict[str, Any], target: str, place: list[str], message: str
) -> None:
    (problem,) = problems_of(small() | changes)
    assert (problem.field, problem.target) == ("", target)
    assert (problem.place, problem.message) == (place, message)


def test_every_fault_of_the_model_is_said() -> None:
    faulty = {"title": "", "criteria.0.weight": "x", ANCHOR: "y", "criteria.0.options.0.key": "é"}
    made = small(**faulty)
    with pytest.raises(MatrixError) as error:
        Matrix.from_document(made)
    said = problems_of(made)
    assert [problem.message for problem in said] == [one.message for one in error.value.problems]
    assert {problem.field for problem in said} == set(faulty)


def test_what_is_no_anchor_is_drawn_as_it_was_typed() -> None:
    cell = grid_context(typed(ANCHOR, "7"))["grid"].criteria[0].options[1].cells[1]
    assert (cell.anchor, cell.word) == ("7", "")
    cell = grid_context(small())["grid"].criteria[0].options[1].cells[1]
    assert (cell.anchor, str(cell.word)) == ("4", "made for this")


def test_theirs_stands_at_the_field_that_differs_wherever_yours_has_it() -> None:
    """In yours another option has come first, so that every place has another number."""
    theirs = small(**{ANCHOR: "2", "criteria.0.options.1.excludes.0": "No."})
    yours = small()
    (team,) = yours["criteria"]
    cells = {key: {"anchor": 0, "rationale": ""} for key in ("a", "b")}
    new = {"key": "new", "label": "New", "cells": cells, "excludes": {}}
    yours["criteria"] = [team | {"options": [new, *team["options"]]}]
    assert {(one.field, one.value) for one in theirs_of(theirs, yours)} == {
        ("criteria.0.options.2.cells.1.anchor", "2"),
        ("criteria.0.options.2.excludes.0", "No."),
    }


def test_a_source_that_only_you_have_is_nothing_of_theirs() -> None:
    at = "criteria.0.options.0.cells.0.source"
    source = {
        f"{at}.title": "A book",
        f"{at}.url": "https://x.example",
        f"{at}.as_of": "2026-01-31",
    }
    marks = {(one.field, one.value) for one in theirs_of(small(), small(**source))}
    assert marks == {(name, "") for name in source}
    assert {(one.field, one.value) for one in theirs_of(small(**source), small())} == set(
        source.items()
    )
