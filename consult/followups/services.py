"""The writes: queueing, and taking back what has not gone out."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from consult.bookings.calendar import Method
from consult.bookings.models import Booking
from consult.followups import letters
from consult.followups.models import Message
from consult.followups.tasks import send
from consult.leads.models import Advice, Case
from consult.quotes.models import QuoteVersion

log = logging.getLogger(__name__)


def queue(messages: Sequence[Message], now: datetime) -> None:
    """Write *messages* in the caller's transaction; one whose key is known already is left out.

    A worker is told after the commit about those that are due.
    """
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    waiting = Message.objects.filter(
        idempotency_key__in=[message.idempotency_key for message in messages],
        state=Message.State.QUEUED,
        due_at__lte=now,
    )
    nudge_after_commit(waiting.values_list("pk", flat=True))


def suppress_waiting(
    kinds: Iterable[str],
    *,
    reason: str,
    booking: Booking | None = None,
    version: QuoteVersion | None = None,
    advice: Advice | None = None,
) -> None:
    """Take back messages of these *kinds* about this booking, quote, or advice that still wait."""
    about = Message.objects.filter(booking=booking, quote_version=version, advice=advice)
    take_back(about.filter(kind__in=kinds), reason=reason)


def take_back(messages: QuerySet[Message], *, reason: str) -> None:
    """Suppress those of *messages* that still wait.

    One that is being sent this very moment goes out: nobody can call it back.
    """
    waiting = messages.filter(state__in=[Message.State.QUEUED, Message.State.UNKNOWN])
    waiting.update(state=Message.State.SUPPRESSED, reason=reason)


def readdress(case: Case, replaced: Mapping[str, str], now: datetime) -> None:
    """Let whatever may still go out about *case* hold the new tokens, by the *replaced* ones.

    A mail that is on its way this moment keeps the old ones, unless it has to be sent again.
    """
    reason = _("A newer link was sent.")
    waiting = Message.objects.filter(case=case).exclude(
        state__in=[Message.State.SENT, Message.State.SUPPRESSED]
    )
    waiting.filter(kind=Message.Kind.CASE_LINK).exclude(state=Message.State.SENDING).update(
        state=Message.State.SUPPRESSED, reason=reason
    )
    related = waiting.select_related("booking__host", "booking__event_type", "booking__case")
    for message in related.select_for_update(of=("self",)).order_by("pk"):
        for before, after in replaced.items():
            message.text = message.text.replace(before, after)
            message.html = message.html.replace(before, after)
        if message.booking and message.calendar_method:
            method: Method = "CANCEL" if message.calendar_method == "CANCEL" else "REQUEST"
            letters.with_calendar(message, message.booking, method, now)
        message.save(update_fields=["text", "html", "calendar", "calendar_method"])


def send_again(messages: Iterable[int], *, now: datetime) -> int:
    """Queue those of these messages (ids) that failed or are unknown once more. How many."""
    with transaction.atomic():
        rows = Message.objects.select_for_update().filter(
            pk__in=messages, state__in=[Message.State.FAILED, Message.State.UNKNOWN]
        )
        ids = [message.pk for message in rows]
        Message.objects.filter(pk__in=ids).update(
            state=Message.State.QUEUED, due_at=now, attempts=0, reason=_("Sent again by staff.")
        )
        nudge_after_commit(ids)
    return len(ids)


def nudge_after_commit(ids: Iterable[int]) -> None:
    if ids := list(ids):
        transaction.on_commit(partial(_nudge, ids))


def _nudge(ids: list[int]) -> None:
    """Tell a worker at once. Without Redis nothing is lost: the sweep finds what is due."""
    try:
        send.delay(ids)
    except (OperationalError, RedisError, OSError) as error:
        log.warning("No worker was told of messages %s, the sweep will find them: %s", ids, error)
