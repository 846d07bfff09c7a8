"""Sam presses a button in the moment in which Ada has everything about her deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client

from consult.leads.models import Case
from consult.leads.services import reissue
from tests.case.person import ada_with_everything, erase_ada
from tests.leads.enquiries import flagged
from tests.leads.revisions import LATER, golden, published, turned
from tests.people import submitted_case_of_ada
from tests.staff.admin_form import fields

pytestmark = pytest.mark.django_db

QUEUE = "/admin/leads/case/"


@contextmanager
def deleted_after_reading(table: str, where: str = "") -> Iterator[None]:
    """Ada is erased as soon as *table* was read, in a query that has *where* in it."""
    erased: list[bool] = []

    def wrapper(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        result = execute(sql, *rest)
        if not erased and f'FROM "{table}"' in sql and where in sql:
            erased.append(True)
            erase_ada()
        return result

    with connection.execute_wrapper(wrapper):
        yield
    assert erased


@pytest.mark.parametrize("accepts", [False, True])
@pytest.mark.parametrize(
    "typed",
    [
        {"stage": "won"},
        {"owner": "1"},
        {"note": "Called Ada."},
        {},
        {"_data_link": "1"},
        {"_revoke_data_links": "1"},
    ],
)
def test_the_page_of_a_lead_writes_nothing_any_more(
    desk: Client, accepts: bool, typed: dict[str, str]
) -> None:
    case = ada_with_everything(accepts=accepts)
    path = f"/admin/leads/lead/{case.lead_id}/change/"
    data = fields(desk, path) | {"_save": "1"} | typed
    if "owner" in typed:
        data["owner"] = desk.session["_auth_user_id"]
    with deleted_after_reading("leads_lead"):
        assert desk.post(path, data).status_code == 404
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("decision", ["clear", "spam"])
def test_a_decision_on_a_case_leads_to_its_page_which_is_gone(desk: Client, decision: str) -> None:
    path = f"{QUEUE}{flagged().pk}/change/"
    with deleted_after_reading("leads_case"):
        answer = desk.post(path, {"decision": decision, "seen": "waiting"})
    assert (answer.status_code, answer["Location"]) == (303, path)
    assert desk.get(path).status_code == 404


@pytest.mark.parametrize("action", ["clear_chosen", "mark_chosen_as_spam"])
def test_the_others_of_many_are_decided_on_all_the_same(desk: Client, action: str) -> None:
    ada, other = flagged(), flagged(contact={"email": "mo@client.example"})
    data = {"action": action, "_selected_action": [ada.pk, other.pk]}
    with deleted_after_reading("leads_case", '"leads_case"."id" IN'):
        assert desk.post(QUEUE, data, follow=True).status_code == 200
    assert list(Case.objects.values_list("pk", flat=True)) == [other.pk]
    assert Case.objects.get().review == {"clear_chosen": "cleared"}.get(action, "spam")


def test_the_page_of_a_case_that_goes_while_it_is_made_is_not_found(desk: Client) -> None:
    path = f"{QUEUE}{flagged().pk}/change/"
    with deleted_after_reading("leads_case"):
        assert desk.get(path).status_code == 404


def test_nothing_is_advised_anew() -> None:
    case, version = submitted_case_of_ada(), published(turned(golden()))
    erase_ada()
    assert reissue(case=case, version=version, by=None, now=LATER) is None
