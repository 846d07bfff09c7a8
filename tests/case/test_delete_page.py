"""Before everything is deleted, a page says what that is; and afterwards, what it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from consult import links
from consult.leads.models import Lead
from tests import people
from tests.case.person import ada_with_everything, erase_ada
from tests.people import open_case_for_ada
from tests.staff.admin_form import words

pytestmark = pytest.mark.django_db


Press = Callable[..., tuple[int, str]]


@pytest.fixture
def press_delete(client: Client) -> Press:
    def press_it(lead: Lead, **data: str) -> tuple[int, str]:
        until = timezone.now() + timedelta(hours=1)
        path = f"/data/{links.dated_token('data', lead, until=until)}/delete/"
        response = client.post(path, data) if data else client.get(path)
        return response.status_code, response.get("Location") or words(response)

    return press_it


def test_the_page_says_what_the_law_makes_us_keep(press_delete: Press) -> None:
    lead = ada_with_everything(accepts=True).lead
    status, page = press_delete(lead)
    assert status == 200
    assert "accepted on 23 November 2026: kept until 31 December 2032" in page
    assert "§ 257 of the German Commercial Code (HGB)" in page
    assert Lead.objects.filter(erased_at=None).exists()


def test_and_where_there_is_nothing_it_says_that(press_delete: Press) -> None:
    _, page = press_delete(open_case_for_ada().lead)
    assert "Nothing. You have accepted no quote, so everything goes." in page


def test_without_the_tick_nothing_is_deleted(press_delete: Press) -> None:
    lead = open_case_for_ada().lead
    status, page = press_delete(lead, agreed="")
    assert (status, "Tick the box if everything is to be deleted." in page) == (422, True)
    assert Lead.objects.exists()


def test_with_it_everything_is(client: Client, press_delete: Press) -> None:
    lead = open_case_for_ada().lead
    assert press_delete(lead, agreed="on") == (303, "/data/deleted/")
    assert "It is deleted" in client.get("/data/deleted/").text
    assert not Lead.objects.exists()
    assert press_delete(lead, agreed="on")[0] == 404


def test_staff_see_what_became_of_the_lead(client: Client) -> None:
    case = ada_with_everything(accepts=True)
    erase_ada()
    client.force_login(people.sam())
    path = f"/admin/leads/lead/{case.lead_id}/change/"
    page = words(client.get(path))
    assert "What is left is kept by law until 31 December 2032." in page
    for gone in ("Replace the link", "Add a note", "Draft a quote", "Open the case page"):
        assert gone not in page
    assert client.post(path, {"note": "It was Ada."}).status_code == 403
