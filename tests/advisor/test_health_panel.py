"""What Sam is told beside the editor, and where its links lead."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string

from advisor.editor.health_panel import (
    Finding,
    HealthView,
    ShareView,
    health_context,
)
from tests.advisor.core.build import criterion, document
from tests.staff.admin_form import words

TODAY = date(2026, 11, 23)


def view(given: dict[str, Any], today: date = TODAY) -> HealthView:
    found = health_context(given, today)["health"]
    assert isinstance(found, HealthView)
    return found


def page(given: dict[str, Any], today: date = TODAY) -> str:
    template = "admin/advisor/decisionmatrix/_health.html"
    return words(HttpResponse(render_to_string(template, health_context(given, today))))


def balanced(**rest: object) -> dict[str, Any]:
    """Of nine answer sets each of two alternatives wins three, and three are level."""
    rows = {"x": (4, 0), "y": (2, 2), "z": (0, 4)}
    return document(criterion("one", 1, rows), criterion("two", 1, rows), **rest)


def test_shares_are_percentages_that_add_up() -> None:
    found = view(balanced())
    assert (found.answer_sets, found.exact, found.pairs) == ("9", True, [])
    assert found.outcomes == [
        ShareView("A", 1, "33.33", "34 %"),
        ShareView("B", 2, "33.33", "33 %"),
        ShareView("Close call", 0, "33.33", "33 %"),
    ]
    assert [(one.name, one.shown) for one in found.ahead] == [
        ("A", "34 %"),
        ("B", "33 %"),
        ("Level", "33 %"),
    ]


def test_a_close_call_counts_as_ahead_and_not_as_decided() -> None:
    found = view(balanced(close_call=60, clear=60))
    assert [(one.name, one.shown) for one in found.outcomes] == [
        ("A", "11 %"),
        ("B", "11 %"),
        ("Close call", "78 %"),
    ]
    assert [one.shown for one in found.ahead] == ["34 %", "33 %", "33 %"]


def test_a_share_that_rounds_to_nothing_is_not_nothing() -> None:
    rare = {"x": (4, 3)} | {f"y{i}": (1, 3) for i in range(5)}
    given = document(*(criterion(f"c{i}", 1, rare) for i in range(3)))
    assert view(given).answer_sets == "216"
    assert view(given).outcomes[0] == ShareView("A", 1, "0.46", "under 1 %")


def test_nothing_stands_out_of_a_matrix_that_is_well() -> None:
    assert view(balanced()).sections == []
    assert "Nothing stands out: every alternative can win" in page(balanced())


def test_every_finding_leads_to_its_field() -> None:
    given = document(
        criterion("work", 3, {"x": (4, 1), "y": (4, 2), "z": (4, 1)}),
        criterion("idle", 0, {"x": (4, 1), "y": (1, 4)}),
    )
    first = given["criteria"][0]["options"][0]["cells"]
    source = {"title": "Docs", "url": "https://example.org/", "as_of": "2025-11-22"}
    first["a"]["source"] = source
    first["b"]["rationale"] = ""

    assert [(one.title, one.count, one.findings) for one in view(given).sections] == [
        ("Can never win", 1, [Finding("B", "id_alternatives.1.name")]),
        (
            "Never decide",
            2,
            [
                Finding("Work", "id_criteria.0.weight"),
                Finding("Idle", "id_criteria.1.weight"),
            ],
        ),
        (
            "Nobody can tell them apart",
            1,
            [Finding("Work: “Option x”, “Option z”", "id_criteria.0.options.0.label")],
        ),
        (
            "Without a rationale",
            1,
            [Finding("Work › Option x › B", "id_criteria.0.options.0.cells.1.rationale")],
        ),
        (
            "Source older than a year",
            1,
            [Finding("Work › Option x › A", "id_criteria.0.options.0.cells.0.source.as_of")],
        ),
    ]
    assert view(given).never_win == {"b": "B"}
    day_before = [one.title for one in view(given, date(2026, 11, 22)).sections]
    assert "Source older than a year" not in day_before


def test_what_rules_everybody_out_is_shown() -> None:
    given = balanced()
    given["criteria"][0]["options"][0]["excludes"] = {"a": "No.", "b": "No."}
    assert view(given).outcomes[-1] == ShareView("All ruled out", 0, "33.33", "33 %")


def test_what_cannot_be_gone_through_is_said_to_be_pairwise() -> None:
    rows = {f"o{i}": [(i**a + a) % 5 for a in range(1, 7)] for i in range(6)}
    given = document(*(criterion(f"c{i}", i % 6, rows) for i in range(20)))
    found = view(given)
    assert (found.exact, found.outcomes, found.ahead, len(found.pairs)) == (False, [], [], 15)
    text = page(given)
    assert "Who is ahead, two at a time" in text
    assert "These shares are pairwise" in text
    assert "How it ends" not in text


def test_a_long_list_is_cut_and_says_so() -> None:
    rows = {f"o{i}": (i % 5, 4 - i % 5) for i in range(6)}
    given = document(*(criterion(f"c{i}", 1, rows) for i in range(20)))
    for each in given["criteria"]:
        for option in each["options"]:
            option["cells"]["a"]["rationale"] = " "
    (cells,) = [one for one in view(given).sections if one.title == "Without a rationale"]
    assert (cells.count, len(cells.findings), cells.more) == (120, 100, 20)
    assert "and 20 more" in page(given)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Health shows once this problem is solved."),
        ({"title": "", "floor": 101}, "Health shows once these 2 problems are solved."),
    ],
)
def test_with_faults_there_is_no_health_yet(changes: dict[str, object], sentence: str) -> None:
    assert health_context(balanced(**changes), TODAY)["health"] is None
    assert sentence in page(balanced(**changes))


def test_names_are_text() -> None:
    given = balanced()
    given["alternatives"][0]["name"] = "<b>A</b>"
    html = render_to_string(
        "admin/advisor/decisionmatrix/_health.html", health_context(given, TODAY)
    )
    assert "<b>A" not in html
    assert "&lt;b&gt;A&lt;/b&gt;" in html
