"""Sam numbers the lines of a quote, or leaves it to the admin."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from consult.leads.models import Case
from consult.quotes import services
from consult.quotes.models import QuoteVersion
from tests.staff.admin_form import press, words


@pytest.fixture
def version(case: Case) -> QuoteVersion:
    return services.draft(case=case, now=timezone.now())


def page_of(version: QuoteVersion) -> str:
    return f"/admin/quotes/quoteversion/{version.pk}/change/"


def new_lines(*lines: tuple[str, str], after: int = 0) -> dict[str, str]:
    """What the form sends of lines that are added, by position and description."""
    sent = {"lines-TOTAL_FORMS": str(after + len(lines))}
    for index, (position, description) in enumerate(lines, after):
        sent |= {
            f"lines-{index}-position": position,
            f"lines-{index}-description": description,
            f"lines-{index}-quantity": "1",
            f"lines-{index}-unit_price": "100",
            f"lines-{index}-tax_percent": "19",
        }
    return sent


def lines_of(version: QuoteVersion) -> list[tuple[int, str]]:
    return list(version.lines.values_list("position", "description"))


def test_twelve_new_lines_are_numbered_as_they_stand(desk: Client, version: QuoteVersion) -> None:
    names = [f"Part {number}" for number in range(1, 13)]
    press(desk, page_of(version), "_save", **new_lines(*(("", name) for name in names)))
    assert lines_of(version) == list(enumerate(names, 1))


def test_lines_without_a_position_carry_on_from_the_highest(
    desk: Client, version: QuoteVersion
) -> None:
    press(desk, page_of(version), "_save", **new_lines(("", "A"), ("7", "G"), ("", "H")))
    assert lines_of(version) == [(7, "G"), (8, "A"), (9, "H")]
    press(desk, page_of(version), "_save", **new_lines(("", "I"), after=3))
    assert lines_of(version) == [(7, "G"), (8, "A"), (9, "H"), (10, "I")]


def test_a_position_that_is_taken_moves_the_rest_down(desk: Client, version: QuoteVersion) -> None:
    press(desk, page_of(version), "_save", **new_lines(("", "A"), ("", "B"), ("", "C")))
    press(desk, page_of(version), "_save", **new_lines(("2", "New"), after=3))
    assert lines_of(version) == [(1, "A"), (2, "New"), (3, "B"), (4, "C")]
    press(desk, page_of(version), "_save", **{"lines-3-position": "1"})
    assert lines_of(version) == [(1, "C"), (2, "A"), (3, "New"), (4, "B")]


def test_two_lines_change_places(desk: Client, version: QuoteVersion) -> None:
    press(desk, page_of(version), "_save", **new_lines(("", "A"), ("", "B"), ("", "C")))
    swapped = {"lines-0-position": "2", "lines-1-position": "1"}
    press(desk, page_of(version), "_save", **swapped)
    assert lines_of(version) == [(1, "B"), (2, "A"), (3, "C")]


def test_a_line_whose_position_is_emptied_goes_to_the_end(
    desk: Client, version: QuoteVersion
) -> None:
    press(desk, page_of(version), "_save", **new_lines(("", "A"), ("", "B"), ("", "C")))
    press(desk, page_of(version), "_save", **{"lines-0-position": ""})
    assert lines_of(version) == [(2, "B"), (3, "C"), (4, "A")]


@pytest.mark.parametrize("position", ["0", "1000", "99999999999", "first"])
def test_what_is_no_position_is_refused(desk: Client, version: QuoteVersion, position: str) -> None:
    typed = new_lines((position, "A"), ("", "B"))
    assert "Please correct the error below." in words(
        press(desk, page_of(version), "_save", **typed)
    )
    assert lines_of(version) == []
