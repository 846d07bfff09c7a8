"""When a message goes out, when it must not any more, and what a mail server's answer means.

Kinds, statuses, and states are those of the models, as plain text. Reasons are plain English,
marked for translation.
"""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop

CALL_AHEAD = frozenset({"booking-confirmation", "booking-reminder"})
OPEN_QUOTE = frozenset({"quote", "quote-follow-up"})
CLOSED_QUOTE = {
    "accepted": gettext_noop("The quote was accepted."),
    "declined": gettext_noop("The quote was declined."),
    "expired": gettext_noop("The quote has expired."),
    "superseded": gettext_noop("A newer version of the quote was sent."),
}
# Mails that the visitor may do without. All others confirm what happened, or were asked for.
OPTIONAL = ("booking-reminder", "quote-follow-up", "advice")
NOT_WANTED = gettext_noop("The visitor does not want these mails.")
NEWER_ADVICE = gettext_noop("A newer advice was issued.")
SPAM = gettext_noop("The case is spam.")
# What staff are told of spam, such as that its call was cancelled, they are told all the same; and
# whoever was taken for spam can still ask what is kept.
ALSO_FOR_SPAM = ("staff-notice", "data-link")
# Attempts until nobody believes any more that it will work: four days.
GIVE_UP = 100


@dataclass(frozen=True)
class Facts:
    """What a message is about, as of now. Fields that it is not about stay empty."""

    kind: str
    booking_status: str = ""
    starts_at: datetime | None = None
    quote_standing: str = ""
    lead_is_closed: bool = False
    has_newer_advice: bool = False
    is_submitted: bool = False
    link_works: bool = True
    case_is_spam: bool = False
    review_is_done: bool = False
    mails_off: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt that was not accepted. `queued` is tried again."""

    state: Literal["queued", "failed", "unknown"]
    reason: str


class LostAfterData(smtplib.SMTPServerDisconnected):
    """The connection broke after the text was handed over: it may have been accepted."""


def reminder_at(starts_at: datetime, now: datetime) -> datetime | None:
    """A day before a call, for one that is nearer an hour before, and for a nearer one never."""
    for ahead in (timedelta(hours=24), timedelta(hours=1)):
        if starts_at - ahead > now:
            return starts_at - ahead
    return None


def follow_up_at(sent_at: datetime, expires_at: datetime, zone: ZoneInfo) -> datetime | None:
    """Ten o'clock in *zone*, three days after *sent_at*, and not on a weekend.

    None where the quote is no longer valid by then.
    """
    day = sent_at.astimezone(zone).date() + timedelta(days=3)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    at = datetime.combine(day, time(10), zone)
    return at if at < expires_at else None


def suppression(facts: Facts, now: datetime) -> str | None:
    """Why this message must not go out any more; None where it may."""
    if facts.case_is_spam and facts.kind not in ALSO_FOR_SPAM:
        return SPAM
    if facts.review_is_done:
        return gettext_noop("No case waits for review any more.")
    if facts.kind in OPTIONAL and facts.kind in facts.mails_off:
        return NOT_WANTED
    if facts.kind in CALL_AHEAD:
        if facts.booking_status == "cancelled":
            return gettext_noop("The call was cancelled.")
        if facts.starts_at is not None and facts.starts_at <= now:
            return gettext_noop("The call has begun.")
    if facts.kind in OPEN_QUOTE:
        return CLOSED_QUOTE.get(facts.quote_standing)
    if facts.kind == "advice":
        if facts.lead_is_closed:
            return gettext_noop("The lead was closed.")
        if facts.has_newer_advice:
            return NEWER_ADVICE
    if facts.kind == "resume-link":
        if facts.is_submitted:
            return gettext_noop("The enquiry was submitted.")
        if not facts.link_works:
            return gettext_noop("The link was revoked.")
    if facts.kind == "data-link" and not facts.link_works:
        return gettext_noop("The link was revoked, or its time is over.")
    return None


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many attempts (1 or more): 30 s, doubling, an hour at most."""
    return timedelta(seconds=min(30 << min(attempts - 1, 7), 3600))


def outcome(error: Exception, attempts: int) -> Outcome:
    """What *error*, raised while one mail was handed over, says about it (RFC 5321, 4.2.1)."""
    match error:
        case LostAfterData():
            reason = gettext_noop("The connection broke after the text: it may have arrived.")
            return Outcome("unknown", reason)
        case smtplib.SMTPRecipientsRefused():
            return _replied(*next(iter(error.recipients.values())), attempts)
        case smtplib.SMTPResponseException():
            return _replied(error.smtp_code, error.smtp_error, attempts)
        case smtplib.SMTPNotSupportedError() | ValueError():
            return Outcome("failed", str(error))
    return postponed(error, attempts)


def postponed(error: Exception, attempts: int) -> Outcome:
    """For what says nothing about the mail itself: tried again, until we give up."""
    reason = str(error) or type(error).__name__
    return Outcome("queued" if attempts < GIVE_UP else "failed", reason)


def _replied(code: int, text: bytes | str, attempts: int) -> Outcome:
    words = text.decode(errors="replace") if isinstance(text, bytes) else text
    reason = f"{code} {' '.join(words.split())}"
    if 500 <= code < 600:
        return Outcome("failed", reason)
    return Outcome("queued" if attempts < GIVE_UP else "failed", reason)
