from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from consult.followups.models import Message
from consult.leads.models import Case
from consult.quotes import services
from tests.followups.letters import states
from tests.people import NOW, open_case_for_ada
from tests.quotes.offers import drafted, path_of, sent

THURSDAY = datetime(2026, 11, 26, 10, 0, tzinfo=ZoneInfo("America/New_York"))


@pytest.fixture
def case(db: None) -> Case:
    return open_case_for_ada()


def test_sending_queues_the_mail_and_a_follow_up(case: Case) -> None:
    version = sent(case)
    key = f"quote:{version.quote_id}:v1"
    assert states("idempotency_key", "kind", "recipient", "state", "due_at") == [
        (f"{key}:sent", "quote", "ada@client.example", "queued", NOW),
        (f"{key}:follow-up-3d", "quote-follow-up", "ada@client.example", "queued", THURSDAY),
    ]


def test_a_quote_that_ends_soon_has_no_follow_up(case: Case) -> None:
    version = drafted(case)
    version.valid_until = THURSDAY.date().replace(day=25)
    version.save()
    services.send(version=version, now=NOW)
    assert states("kind") == [("quote",)]


def test_the_mail_says_what_it_costs_and_where_to_answer(case: Case) -> None:
    version = sent(case)
    message = Message.objects.get(kind="quote")
    assert message.subject == "Your quote: Consulting for Okafor Freight"
    for text in (message.text, message.html):
        for words in (
            "EUR 2,558.50",
            "Monday 7 December 2026",
            settings.SITE_URL + path_of(version),
        ):
            assert words in text


def test_accepting_ends_the_follow_up_and_is_confirmed(case: Case) -> None:
    version = sent(case)
    services.accept(version=version, name="Ada Okafor", address=None, now=NOW)
    key = f"quote:{version.quote_id}:v1"
    gone = "The quote was accepted."
    assert states("idempotency_key", "recipient", "state", "reason") == [
        (f"{key}:sent", "ada@client.example", "suppressed", gone),
        (f"{key}:follow-up-3d", "ada@client.example", "suppressed", gone),
        (f"{key}:acceptance", "ada@client.example", "queued", ""),
        (f"{key}:staff-accepted", settings.STAFF_EMAIL, "queued", ""),
    ]
    notice = Message.objects.get(kind="staff-notice")
    assert notice.subject == f"Quote accepted by Ada Okafor, case {case.reference}"
    assert "Accepted by: Ada Okafor" in notice.text


def test_declining_ends_the_follow_up_and_tells_staff_why(case: Case) -> None:
    version = sent(case)
    Message.objects.filter(kind="quote").update(state="sent", sent_at=NOW)
    services.decline(version=version, reason="Too late for us", now=NOW)
    key = f"quote:{version.quote_id}:v1"
    assert states("idempotency_key", "state", "reason") == [
        (f"{key}:sent", "sent", ""),
        (f"{key}:follow-up-3d", "suppressed", "The quote was declined."),
        (f"{key}:staff-declined", "queued", ""),
    ]
    assert "Reason: Too late for us" in Message.objects.get(kind="staff-notice").text


def test_a_new_version_takes_the_place_of_the_old_ones_mails(case: Case) -> None:
    first = sent(case)
    second = services.revise(version=first, now=NOW)
    services.send(version=second, now=NOW)
    key = f"quote:{first.quote_id}"
    gone = "A newer version of the quote was sent."
    assert states("idempotency_key", "state", "reason") == [
        (f"{key}:v1:sent", "suppressed", gone),
        (f"{key}:v1:follow-up-3d", "suppressed", gone),
        (f"{key}:v2:sent", "queued", ""),
        (f"{key}:v2:follow-up-3d", "queued", ""),
    ]
    assert (
        "It replaces the one before." in Message.objects.get(idempotency_key=f"{key}:v2:sent").text
    )
