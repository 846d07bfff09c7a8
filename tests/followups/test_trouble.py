"""Mail servers that refuse, put off, or go away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from consult.followups.delivery import ATTEMPTS_IF_UNKNOWN, send_batch, send_due
from consult.followups.models import Message
from tests.followups.letters import states, waiting
from tests.people import NOW, open_case_for_ada
from tests.product import free_port
from tests.quotes.offers import sent
from tests.smtp import Postbox

pytestmark = pytest.mark.django_db

BROKEN = "The connection broke after the text: it may have arrived."


def later() -> None:
    """Send what is due two hours from now."""
    send_batch(now=timezone.now() + timedelta(hours=2))


def test_451_is_tried_again_with_the_same_message_id(smtp_server: Postbox) -> None:
    [message] = waiting()
    smtp_server.answer = "451 Later, please"
    before = timezone.now()
    send_due()
    message.refresh_from_db()
    assert (message.state, message.reason, message.attempts) == ("queued", "451 Later, please", 1)
    assert timedelta(seconds=29) < message.due_at - before < timedelta(seconds=40)
    assert send_due() == 0
    smtp_server.answer = "250 OK"
    later()
    assert states("state", "reason", "attempts") == [("sent", "", 2)]
    assert [mail["Message-ID"] for mail in smtp_server.messages] == [message.message_id]


def test_550_is_final_and_says_why(smtp_server: Postbox) -> None:
    waiting()
    smtp_server.answer = "550 5.1.1 No such user"
    send_due()
    later()
    assert states("state", "reason", "attempts") == [("failed", "550 5.1.1 No such user", 1)]


def test_one_refused_mail_does_not_hold_up_the_others(smtp_server: Postbox) -> None:
    bad, good = waiting(2)
    Message.objects.filter(pk=bad.pk).update(recipient="ada@client@example")
    send_due()
    assert states("pk", "state") == [(bad.pk, "failed"), (good.pk, "sent")]
    assert len(smtp_server.messages) == 1


def test_a_mail_server_that_is_away_is_tried_again(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "consult.followups.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    waiting(2)
    send_due()
    assert states("state", "attempts") == [("queued", 1)] * 2
    assert {reason for (reason,) in states("reason")} == {"[Errno 111] Connection refused"}


def test_a_connection_lost_after_the_text_is_unknown_and_tried_again(smtp_server: Postbox) -> None:
    [message] = waiting()
    smtp_server.answer = None
    send_due()
    assert states("state", "reason", "attempts") == [("unknown", BROKEN, 1)]
    assert send_due() == 0
    smtp_server.answer = "250 OK"
    later()
    assert states("state", "reason", "attempts") == [("sent", "", 2)]
    assert [mail["Message-ID"] for mail in smtp_server.messages] == [message.message_id]


def test_an_unknown_outcome_is_not_repeated_for_ever(smtp_server: Postbox) -> None:
    waiting()
    smtp_server.answer = None
    for _ in range(ATTEMPTS_IF_UNKNOWN + 2):
        Message.objects.update(due_at=timezone.now())
        send_due()
    assert states("state", "attempts") == [("unknown", ATTEMPTS_IF_UNKNOWN)]


def test_an_unknown_follow_up_is_left_to_staff(smtp_server: Postbox) -> None:
    sent(open_case_for_ada())
    Message.objects.filter(kind="quote").delete()
    smtp_server.answer = None
    day = NOW + timedelta(days=4)
    send_batch(now=day)
    assert states("state", "attempts") == [("unknown", 1)]
    Message.objects.update(due_at=NOW)
    assert send_batch(now=day) == 0
    assert smtp_server.attempts == 1
