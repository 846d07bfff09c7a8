"""Ada decides which mails about her case come."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from consult import links
from consult.followups import rules
from consult.followups.delivery import send_batch
from consult.followups.models import Message
from consult.leads.models import Case
from tests.case.person import ada_with_everything

pytestmark = pytest.mark.django_db

OPTIONAL = ["booking-reminder", "quote-follow-up", "advice"]


@pytest.fixture
def case() -> Case:
    return ada_with_everything()


def address(case: Case, action: str = "") -> str:
    return f"/case/{links.token('case', case)}/{action}"


def choose(client: Client, case: Case, *wanted: str) -> str:
    """What the page says after these boxes were ticked, and no others."""
    page = client.post(address(case, "mails/"), {"wanted": list(wanted)}, follow=True)
    assert page.redirect_chain == [(address(case) + "?done=mails#mails", 303)]
    return page.text


def test_all_are_wanted_at_first_and_confirmations_cannot_be_refused(
    client: Client, case: Case
) -> None:
    page = client.get(address(case)).text
    assert page.count('type="checkbox"') == page.count(" checked") == 3
    assert "Confirmations always come" in page
    assert "Saved." not in page


def test_what_is_chosen_is_kept_and_said(client: Client, case: Case) -> None:
    page = choose(client, case, "advice")
    case.refresh_from_db()
    assert case.mails_off == ["booking-reminder", "quote-follow-up"]
    assert 'role="status"' in page
    assert page.count(" checked") == 1
    choose(client, case, *OPTIONAL)
    case.refresh_from_db()
    assert case.mails_off == []


@pytest.mark.parametrize("kind", ["booking-confirmation", "x", "\0"])
def test_what_is_no_optional_mail_is_refused(client: Client, case: Case, kind: str) -> None:
    response = client.post(address(case, "mails/"), {"wanted": [kind]})
    assert response.status_code in (400, 422)
    case.refresh_from_db()
    assert case.mails_off == []


def state_of(kind: str) -> tuple[str, str]:
    message = Message.objects.get(kind=kind)
    return message.state, message.reason


def send_reminder(case: Case) -> tuple[str, str]:
    """Its state when a worker has taken it."""
    [message] = Message.objects.filter(kind="booking-reminder")
    send_batch(now=message.due_at + timedelta(seconds=1), ids=[message.pk])
    return state_of("booking-reminder")


def test_a_mail_that_waits_already_is_not_sent(client: Client, case: Case) -> None:
    choose(client, case)
    assert send_reminder(case) == ("suppressed", "The visitor does not want these mails.")


def test_without_that_rule_it_is(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(client, case)
    monkeypatch.setattr(rules, "OPTIONAL", ())
    assert send_reminder(case) == ("sent", "")


def test_switched_on_again_later_ones_come(client: Client, case: Case) -> None:
    choose(client, case)
    choose(client, case, "booking-reminder")
    assert send_reminder(case) == ("sent", "")


def test_of_a_confirmation_the_list_says_nothing(case: Case) -> None:
    """Even if somebody wrote it there."""
    Case.objects.update(mails_off=["booking-confirmation", "case-link"])
    facts = rules.Facts("booking-confirmation", mails_off=frozenset(["booking-confirmation"]))
    message = Message.objects.get(kind="booking-confirmation")
    assert rules.suppression(facts, message.due_at) is None
    send_batch(now=message.due_at, ids=[message.pk])
    assert state_of("booking-confirmation") == ("sent", "")


def test_looking_changes_nothing(client: Client, case: Case) -> None:
    assert client.get(address(case, "mails/")).status_code == 405


def test_a_replaced_link_chooses_nothing(client: Client, case: Case) -> None:
    before = address(case, "mails/")
    Case.objects.update(link_generation=2)
    assert client.post(before).status_code == 404
