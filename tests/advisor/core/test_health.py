"""What the author is told beside the shares."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from advisor.core.health import Alike, CellKey, health
from advisor.core.model import Matrix, load_matrix
from tests.advisor.core.build import GOLDEN, criterion, document, matrix

TODAY = date(2026, 11, 22)


def with_cell(**cell: object) -> Matrix:
    """A matrix in which x on a under work says so."""
    built: dict[str, Any] = document(criterion("work", 1, {"x": (4, 1), "y": (2, 4)}))
    built["criteria"][0]["options"][0]["cells"]["a"] |= cell
    return Matrix.from_document(built)


def test_options_that_no_answer_can_tell_apart_are_named_together() -> None:
    rows = {"x": (4, 1), "y": (2, 4), "z": (4, 1), "u": (2, 4), "v": (3, 0)}

    assert health(matrix(criterion("work", 1, rows)), TODAY).indistinguishable == (
        Alike("work", ("x", "z")),
        Alike("work", ("y", "u")),
    )


def test_options_differ_by_what_they_rule_out_and_by_how_good_all_are() -> None:
    rows = {"x": (4, 1), "y": (4, 1), "higher": (3, 0)}
    excludes = {"y": {"b": "Not this."}}

    assert (
        health(matrix(criterion("work", 1, rows, excludes=excludes)), TODAY).indistinguishable == ()
    )


@pytest.mark.parametrize("rationale", ["", "  ", "\n"])
def test_a_cell_without_rationale_is_named(rationale: str) -> None:
    assert health(with_cell(rationale=rationale), TODAY).without_rationale == (
        CellKey("work", "x", "a"),
    )


@pytest.mark.parametrize(
    ("as_of", "today", "stale"),
    [
        (date(2025, 11, 22), TODAY, False),
        (date(2025, 11, 21), TODAY, True),
        (date(2026, 12, 31), TODAY, False),
        (date(2024, 2, 29), date(2025, 2, 28), False),
        (date(2024, 2, 29), date(2025, 3, 1), True),
        (date(9999, 12, 31), date(9999, 12, 31), False),
    ],
)
def test_a_source_is_stale_when_it_is_older_than_a_year(
    as_of: date, today: date, stale: bool
) -> None:
    source = {"title": "Docs", "url": "https://example.org/", "as_of": as_of}

    found = health(with_cell(source=source), today)

    assert found.stale == ((CellKey("work", "x", "a"),) if stale else ())


def test_cells_are_named_in_the_order_of_the_file_however_they_were_stored() -> None:
    built: dict[str, Any] = document(criterion("work", 1, {"x": (4, 1), "y": (2, 4)}))
    for option in built["criteria"][0]["options"]:
        option["cells"] = {key: {"anchor": 1, "rationale": ""} for key in ("b", "a")}

    assert health(Matrix.from_document(built), TODAY).without_rationale == (
        CellKey("work", "x", "a"),
        CellKey("work", "x", "b"),
        CellKey("work", "y", "a"),
        CellKey("work", "y", "b"),
    )


def test_the_document_is_plain_json() -> None:
    stored = health(load_matrix((GOLDEN / "matrix.toml").read_text()), TODAY).document()

    assert json.loads(json.dumps(stored)) == {
        "answer_sets": 36,
        "exact": True,
        "wins": {"fastapi": 11 / 18, "nodejs": 7 / 18},
        "decided": {"fastapi": 4 / 9, "nodejs": 1 / 3},
        "close_calls": 2 / 9,
        "none": 0.0,
        "pairwise": {"fastapi": {"nodejs": 11 / 18}, "nodejs": {"fastapi": 7 / 18}},
        "never_win": [],
        "never_decide": ["time"],
        "indistinguishable": [],
        "without_rationale": [],
        "stale": [],
    }


def test_the_document_names_cells_and_options() -> None:
    same = {"x": (4, 1), "y": (4, 1)}
    stored = health(matrix(criterion("work", 1, same)), TODAY, most_bytes=0).document()

    assert (stored["exact"], stored["wins"], stored["none"]) == (False, None, None)
    assert stored["never_win"] == ["b"]
    assert stored["indistinguishable"] == [{"criterion": "work", "options": ["x", "y"]}]
    blank = health(with_cell(rationale=""), TODAY).document()
    assert blank["without_rationale"] == [{"criterion": "work", "option": "x", "alternative": "a"}]
