"""Claims what is due, lets the database know, and only then talks to the mail server."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import get_connection
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext

from consult import links
from consult.followups import rules
from consult.followups.mime import as_mail
from consult.followups.models import Message
from consult.followups.notices import CASES_WAIT
from consult.intake.resume_link import resume_url
from consult.leads.models import Advice, Case, Lead
from consult.quotes.rules import standing

log = logging.getLogger(__name__)

BATCH = 20
# Whoever claims must be done by then, or somebody else takes over. A send is not begun in the
# last part of it: one command may take ten seconds (EMAIL_TIMEOUT), and a mail takes five.
LEASE = timedelta(minutes=2)
LONGEST_SEND = timedelta(minutes=1)

DATA_LINK = re.compile(r"/data/([^/\s]+)/")
# Mails that rather come twice than never. Of others an unknown outcome is left to staff.
AGAIN_IF_UNKNOWN = [kind.value for kind in Message.Kind if kind != Message.Kind.QUOTE_FOLLOW_UP]
ATTEMPTS_IF_UNKNOWN = 4

CLAIM = """
WITH due AS MATERIALIZED (
    SELECT id FROM followups_message
    WHERE state IN ('queued', 'sending', 'unknown')
      AND due_at <= %(now)s
      AND (state = 'queued'
           OR (state = 'sending' AND lease_until < %(now)s)
           OR (state = 'unknown' AND kind = ANY(%(again)s) AND attempts < %(attempts)s))
      AND (%(ids)s::bigint[] IS NULL OR id = ANY(%(ids)s))
    ORDER BY due_at, id
    LIMIT %(batch)s
    FOR UPDATE SKIP LOCKED
)
UPDATE followups_message AS message
SET state = 'sending', lease = message.lease + 1, lease_until = %(until)s,
    attempts = message.attempts + 1
FROM due
WHERE message.id = due.id
RETURNING message.id
"""


def send_due(*, ids: Sequence[int] | None = None) -> int:
    """Send everything that is due (of *ids* only, if given). Returns how many were looked at.

    Ends after two minutes at the latest; what is left is for the next call.
    """
    until, looked_at = timezone.now() + LEASE, 0
    while claimed := send_batch(ids=ids, now=timezone.now()):
        looked_at += claimed
        if timezone.now() > until:
            break
    return looked_at


def send_batch(*, now: datetime, ids: Sequence[int] | None = None) -> int:
    """Claim and send one batch over one connection. Returns how many were claimed."""
    with transaction.atomic():
        claimed = claim(now=now, ids=ids)
        wanted = [message for message in claimed if not _suppressed(message, now)]
    if wanted:
        _send(wanted, now)
    return len(claimed)


def claim(*, now: datetime, ids: Sequence[int] | None = None) -> list[Message]:
    """Take what is due and nobody else has, in a transaction of the caller's."""
    values = {
        "now": now,
        "until": now + LEASE,
        "ids": None if ids is None else list(ids),
        "again": AGAIN_IF_UNKNOWN,
        "attempts": ATTEMPTS_IF_UNKNOWN,
        "batch": BATCH,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        taken = [pk for (pk,) in cursor.fetchall()]
    newer = Advice.objects.filter(
        case=OuterRef("case"), matrix_version__number__gt=OuterRef("advice__matrix_version__number")
    )
    rows = Message.objects.annotate(has_newer_advice=Exists(newer))
    rows = rows.select_related("booking", "quote_version__quote__case", "case__lead", "intake")
    return list(rows.filter(pk__in=taken).order_by("due_at", "pk"))


def _suppressed(message: Message, now: datetime) -> bool:
    reason = rules.suppression(_facts(message, now), now)
    if reason is None:
        return False
    _settle(message, state=Message.State.SUPPRESSED, reason=gettext(reason))
    return True


def _facts(message: Message, now: datetime) -> rules.Facts:
    booking, version, intake = message.booking, message.quote_version, message.intake
    return rules.Facts(
        kind=message.kind,
        booking_status=booking.status if booking else "",
        starts_at=booking.starts_at if booking else None,
        quote_standing=standing(
            version.status, version.valid_until, version.quote.case.time_zone, now
        )
        if version
        else "",
        lead_is_closed=message.case is not None and message.case.lead.is_closed,
        review_is_done=message.idempotency_key.startswith(CASES_WAIT)
        and not Case.objects.filter(review=Case.Review.WAITING).exists(),
        case_is_spam=message.case is not None and message.case.review == Case.Review.SPAM,
        mails_off=frozenset(message.case.mails_off if message.case else ()),
        has_newer_advice=message.has_newer_advice,  # type: ignore[attr-defined]  # claim
        is_submitted=intake is not None and intake.submitted_at is not None,
        link_works=_link_works(message, now),
    )


def _link_works(message: Message, now: datetime) -> bool:
    """Of a mail that brings nothing but a link, whether that still opens what it did."""
    if message.intake:
        return resume_url(message.intake) in message.text
    if message.kind != Message.Kind.DATA_LINK or message.case is None:
        return True
    found = DATA_LINK.search(message.text)
    try:
        links.resolve_dated("data", found[1] if found else "", Lead.objects.all(), now=now)
    except Http404:
        return False
    return True


def _send(messages: list[Message], now: datetime) -> None:
    """Send what was claimed at *now*, as long as the lease on it lasts."""
    server, begun = get_connection(), time.monotonic()
    try:
        for position, message in enumerate(messages):
            assert message.lease_until is not None
            gone = timedelta(seconds=time.monotonic() - begun)
            if now + gone > message.lease_until - LONGEST_SEND:
                left = len(messages) - position
                log.warning("%d messages are left until their lease runs out", left)
                return
            try:
                server.open()
            except OSError as error:
                for waiting in messages[position:]:
                    _record(waiting, rules.postponed(error, waiting.attempts))
                return
            _hand_over(server, message)
    finally:
        with suppress(OSError):
            server.close()


def _hand_over(server: Any, message: Message) -> None:
    try:
        server.send_messages([as_mail(message)])
    except (OSError, ValueError) as error:
        _record(message, rules.outcome(error, message.attempts))
        # Whatever went wrong, the next mail starts on a connection in a known state.
        with suppress(OSError):
            server.close()
    else:
        _settle(message, state=Message.State.SENT, sent_at=timezone.now(), reason="")


def _record(message: Message, outcome: rules.Outcome) -> None:
    log.warning("Message %s is %s: %s", message.pk, outcome.state, outcome.reason)
    _settle(
        message,
        state=outcome.state,
        reason=gettext(outcome.reason)[:300],
        due_at=timezone.now() + rules.backoff(message.attempts),
    )


def _settle(message: Message, **changes: object) -> None:
    """Write how it ended, unless the lease was taken: then the message is no longer ours."""
    ours = Message.objects.filter(pk=message.pk, state=Message.State.SENDING, lease=message.lease)
    if not ours.update(lease_until=None, **changes):
        log.warning("Message %s: lease %d was taken, nothing changed", message.pk, message.lease)
