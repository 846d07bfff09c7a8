"""The links to everything kept end early where the person, or Sam for them, says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from consult import links
from consult.case.services import mail_data_link, revoke_data_links
from consult.followups.delivery import send_batch
from consult.followups.models import Message
from consult.followups.services import send_again
from consult.leads.models import Activity, Lead
from tests import people
from tests.people import NOW, open_case_for_ada
from tests.staff.admin_form import press, words

pytestmark = pytest.mark.django_db

ACTIONS = ("", "everything.json", "everything.html", "delete/")


@pytest.fixture
def lead() -> Lead:
    return open_case_for_ada().lead


def address(lead: Lead, action: str = "") -> str:
    until = timezone.now() + timedelta(hours=1)
    return f"/data/{links.dated_token('data', lead, until=until)}/{action}"


def statuses(client: Client, lead: Lead) -> list[int]:
    return [client.get(address(lead, action)).status_code for action in ACTIONS]


def last_line() -> tuple[str, User | None]:
    newest = Activity.objects.order_by("-pk")[0]
    return newest.text, newest.by


def test_the_person_switches_it_off_and_nothing_else_changes(client: Client, lead: Lead) -> None:
    path = address(lead)
    assert f'action="{path}revoke/"' in client.get(path).text
    assert statuses(client, lead) == [200] * 4
    response = client.post(address(lead, "revoke/"), follow=True)
    assert "The link is switched off" in words(response)
    assert statuses(client, lead) == [404] * 4
    assert client.post(address(lead, "delete/"), {"agreed": "on"}).status_code == 404
    assert last_line() == ("The links to everything kept were revoked", None)
    case = lead.cases.get()
    assert client.get(case.get_absolute_url()).status_code == 200


def test_looking_changes_nothing(client: Client, lead: Lead) -> None:
    assert client.get(address(lead, "revoke/")).status_code == 405
    assert client.head(address(lead, "revoke/")).status_code == 405
    assert statuses(client, lead) == [200] * 4


def test_a_mail_that_waits_does_not_bring_a_dead_link(client: Client, lead: Lead) -> None:
    mail_data_link(lead=lead, now=timezone.now())
    client.post(address(lead, "revoke/"))
    assert [(m.state, m.reason) for m in Message.objects.filter(kind="data-link")] == [
        ("suppressed", "The link was revoked.")
    ]


def test_afterwards_a_new_one_can_be_had(client: Client, lead: Lead) -> None:
    client.post(address(lead, "revoke/"))
    lead.refresh_from_db()
    assert mail_data_link(lead=lead, now=timezone.now())
    assert statuses(client, lead) == [200] * 4


def test_pressed_twice_it_happens_once(lead: Lead) -> None:
    done = [revoke_data_links(lead=lead, by=None, now=timezone.now()) for _ in range(2)]
    assert (done, Lead.objects.get().link_generation) == ([True, False], 2)


def test_staff_revoke_them_too_and_are_named(client: Client, lead: Lead) -> None:
    sam = people.sam()
    client.force_login(sam)
    response = press(client, f"/admin/leads/lead/{lead.pk}/change/", "_revoke_data_links")
    assert "The links to everything kept are revoked. A new one can be mailed." in words(response)
    assert statuses(client, lead) == [404] * 4
    assert last_line() == ("The links to everything kept were revoked", sam)


@pytest.mark.parametrize(("later", "state"), [(23, "sent"), (24, "suppressed")])
def test_a_mail_that_could_not_go_out_in_time_does_not_bring_a_dead_link(
    lead: Lead, later: int, state: str
) -> None:
    mail_data_link(lead=lead, now=NOW)
    send_batch(now=NOW + timedelta(hours=later))
    assert Message.objects.get(kind="data-link").state == state


def test_nor_one_that_failed_and_that_staff_send_again(lead: Lead) -> None:
    mail_data_link(lead=lead, now=NOW)
    failed = Message.objects.filter(kind="data-link")
    failed.update(state="failed")
    revoke_data_links(lead=lead, by=None, now=NOW)
    send_again(failed.values_list("pk", flat=True), now=NOW)
    send_batch(now=NOW)
    assert failed.get().state == "suppressed"
