"""What goes over the wire, read back as the recipient's mail program would."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from consult.bookings.models import EventType
from consult.bookings.services import book, booking_url, cancel
from consult.followups.delivery import LEASE, claim, send_batch, send_due
from consult.followups.models import Message
from consult.quotes import services as quotes
from tests.followups.letters import State, states, texts, waiting
from tests.people import NOW, open_case_for_ada
from tests.quotes.offers import path_of, sent
from tests.smtp import Postbox

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_a_confirmation_arrives_once_with_both_parts(smtp_server: Postbox) -> None:
    [message] = waiting()
    assert (send_due(), send_due()) == (1, 0)
    [mail] = smtp_server.messages
    text, html = texts(mail)
    assert smtp_server.recipients == [["ada@client.example"]]
    assert dict(mail.items()) == {
        "Subject": message.subject,
        "From": settings.DEFAULT_FROM_EMAIL,
        "To": "ada@client.example",
        "Reply-To": "hello@practice.example",
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "Date": mail["Date"],
        "MIME-Version": "1.0",
        "Content-Type": mail["Content-Type"],
        **{name: mail[name] for name in ("X-Peer", "X-MailFrom", "X-RcptTo") if mail[name]},
    }
    written_at = mail["Date"].datetime.replace(tzinfo=UTC)
    assert abs(written_at - timezone.now()) < timedelta(minutes=1)
    assert (text, html.strip()) == (message.text, message.html.strip())
    for part in (text, html):
        assert f"{settings.SITE_URL}/case/" in part
    message.refresh_from_db()
    assert (message.state, message.attempts, message.lease_until) == (State.SENT, 1, None)


def test_an_invitation_goes_as_an_offer_and_as_a_file(
    smtp_server: Postbox, call: EventType
) -> None:
    case = open_case_for_ada()
    booking = book(
        event_type=call, case=case, starts_at=NINE, time_zone="America/New_York", now=NOW
    )
    send_batch(now=NOW)
    message = Message.objects.get(kind="booking-confirmation")
    [mail] = [mail for mail in smtp_server.messages if mail["To"] == "ada@client.example"]
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    *_, offer, file = mail.walk()
    assert dict(offer["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    assert offer.get_content().splitlines() == message.calendar.splitlines()
    assert (file.get_filename(), file.get_content()) == ("call.ics", message.calendar.encode())
    for part in texts(mail):
        assert booking_url(booking) in part


def test_the_cancellation_takes_the_call_out_of_the_calendar(
    smtp_server: Postbox, call: EventType
) -> None:
    case = open_case_for_ada()
    booking = book(event_type=call, case=case, starts_at=NINE, time_zone="UTC", now=NOW)
    cancel(booking=booking, now=NOW)
    send_batch(now=timezone.now() + timedelta(days=2))
    [mail] = [mail for mail in smtp_server.messages if mail["To"] == "ada@client.example"]
    assert mail["Subject"] == "Your call on Tuesday 24 November at 08:00 is cancelled"
    [offer] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert offer["Content-Type"].params["method"] == "CANCEL"


def test_a_quote_arrives_with_its_link_in_both_parts(smtp_server: Postbox) -> None:
    version = sent(open_case_for_ada())
    send_batch(now=NOW)
    [mail] = smtp_server.messages
    for part in texts(mail):
        assert settings.SITE_URL + path_of(version) in part


def test_what_is_not_due_waits(smtp_server: Postbox) -> None:
    now = timezone.now()
    waiting(now=now + timedelta(seconds=1))
    assert (send_batch(now=now), states(), smtp_server.attempts) == (0, [("queued",)], 0)


def test_the_command_needs_no_redis(
    smtp_server: Postbox, capsys: pytest.CaptureFixture[str]
) -> None:
    waiting(3)
    call_command("send_due")
    assert (states(), len(smtp_server.messages)) == ([("sent",)] * 3, 3)
    assert capsys.readouterr().out == "3 due messages looked at\n"


def test_more_than_one_batch_is_sent_at_a_call(smtp_server: Postbox) -> None:
    waiting(45)
    assert send_due() == 45
    assert len({mail["Message-ID"] for mail in smtp_server.messages}) == 45


def test_a_nudge_sends_its_own_messages_only(smtp_server: Postbox) -> None:
    first, second = waiting(2)
    assert send_due(ids=[second.pk]) == 1
    assert states("pk", "state") == [(first.pk, "queued"), (second.pk, "sent")]


def test_what_is_no_longer_wanted_is_suppressed_when_it_is_claimed(
    smtp_server: Postbox, call: EventType
) -> None:
    case = open_case_for_ada()
    booking = book(event_type=call, case=case, starts_at=NINE, time_zone="UTC", now=NOW)
    version = sent(case)
    quotes.decline(version=version, reason="", now=NOW)
    # As if nobody had suppressed anything at the time of the cause.
    Message.objects.filter(state="suppressed").update(state="queued", reason="")
    type(booking).objects.filter(pk=booking.pk).update(status="cancelled")
    send_batch(now=NOW + timedelta(days=10))
    assert states("kind", "state", "reason") == [
        ("booking-confirmation", "suppressed", "The call was cancelled."),
        ("staff-notice", "sent", ""),
        ("booking-reminder", "suppressed", "The call was cancelled."),
        ("quote", "suppressed", "The quote was declined."),
        ("quote-follow-up", "suppressed", "The quote was declined."),
        ("staff-notice", "sent", ""),
    ]
    assert len(smtp_server.messages) == 2


def test_a_worker_whose_lease_was_taken_changes_nothing(
    smtp_server: Postbox, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    [message] = waiting()
    slow, _ = claim(now=timezone.now()), claim(now=timezone.now() + 2 * LEASE)
    monkeypatch.setattr("consult.followups.delivery.claim", lambda **kwargs: slow)
    with caplog.at_level(logging.WARNING, "consult.followups.delivery"):
        send_batch(now=timezone.now())
    assert states("state", "lease", "attempts") == [("sending", 2, 2)]
    assert f"Message {message.pk}: lease 1 was taken, nothing changed" in caplog.messages


def test_a_send_is_not_begun_when_the_lease_is_nearly_over(
    smtp_server: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting(2, now=timezone.now() - timedelta(hours=1))
    # As long as the lease itself: whatever time has gone by since the claim, too little is left.
    monkeypatch.setattr("consult.followups.delivery.LONGEST_SEND", LEASE)
    send_batch(now=timezone.now())
    assert (states(), smtp_server.attempts) == ([("sending",)] * 2, 0)
