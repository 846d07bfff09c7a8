"""The mails that we write, each a message that is ready to be queued."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format

from consult import links
from consult.bookings.calendar import Method, invitation
from consult.bookings.models import Booking
from consult.bookings.services import booking_facts, booking_url
from consult.followups.compose import compose, harmless
from consult.followups.models import Message
from consult.followups.wording import amount, call_time
from consult.intake.expiry import expiry_of
from consult.intake.models import Intake
from consult.intake.resume_link import resume_url
from consult.intake.services import run_of
from consult.intake.steps import next_step, progress
from consult.leads.models import Advice, Case, Lead
from consult.leads.verdicts import given
from consult.quotes.models import QuoteVersion
from consult.quotes.pricing import totals

Kind = Message.Kind


def case_confirmation(case: Case, now: datetime) -> Message:
    result = case.intake.result if case.intake else None
    context = {"verdict": result["explanation"][0] if result else ""}
    return to_visitor(Kind.CASE_CONFIRMATION, f"case:{case.pk}:confirmation", case, context, now)


def booking_confirmation(booking: Booking, now: datetime) -> Message:
    message = _about_call(Kind.BOOKING_CONFIRMATION, booking, "confirmation", now)
    return with_calendar(message, booking, "REQUEST", now)


def booking_reminder(booking: Booking, now: datetime, due_at: datetime) -> Message:
    hours = round((booking.starts_at - due_at).total_seconds() / 3600)
    message = _about_call(Kind.BOOKING_REMINDER, booking, f"reminder-{hours}h", now)
    message.due_at = due_at
    return message


def booking_cancellation(booking: Booking, now: datetime) -> Message:
    message = _about_call(Kind.BOOKING_CANCELLATION, booking, "cancellation", now)
    return with_calendar(message, booking, "CANCEL", now)


def quote(version: QuoteVersion, now: datetime) -> Message:
    return _about_quote(Kind.QUOTE, version, "sent", now)


def quote_follow_up(version: QuoteVersion, now: datetime, due_at: datetime) -> Message:
    message = _about_quote(Kind.QUOTE_FOLLOW_UP, version, "follow-up-3d", now)
    message.due_at = due_at
    return message


def quote_acceptance(version: QuoteVersion, now: datetime) -> Message:
    return _about_quote(Kind.QUOTE_ACCEPTANCE, version, "acceptance", now)


def advice(advice: Advice, now: datetime) -> Message:
    """What replaces the verdict that *advice*'s case was given before. It may not be saved yet."""
    case, number = advice.case, advice.matrix_version.number
    before = next(one for one in given(case) if one.version.number < number)
    context = {
        "before": before,
        "before_date": date_format(before.at.astimezone(ZoneInfo(case.time_zone)), "DATE_FORMAT"),
        "number": number,
        "matrix": advice.matrix_version.content.title,
        "headline": advice.result["explanation"][0],
        "dropped": advice.dropped,
    }
    message = to_visitor(Kind.ADVICE, f"case:{case.pk}:advice:v{number}", case, context, now)
    message.advice = advice
    return message


def resume_link(intake: Intake, email: str, key: str, now: datetime) -> Message:
    """Goes to an address that anybody may have typed: nothing else that was typed is in it."""
    run = run_of(intake)
    number, of = progress(run, next_step(run))
    zone = ZoneInfo(settings.PRACTICE["time_zone"])
    context = {
        "matrix": run.matrix.title,
        "step_number": number,
        "step_count": of,
        "resume_url": resume_url(intake),
        "until": date_format(expiry_of(intake, run).astimezone(zone), "DATE_FORMAT"),
    }
    message = written(Kind.RESUME_LINK, key, None, email, context, now)
    message.intake = intake
    return message


def case_link(case: Case, now: datetime) -> Message:
    """The link that replaces all earlier ones to *case*, its calls, and its quotes."""
    key = f"case:{case.pk}:link:{case.link_generation}"
    return to_visitor(Kind.CASE_LINK, key, case, {}, now)


def data_link(case: Case, data_url: str, now: datetime) -> Message:
    """The way to everything that is kept about the person whose newest case is *case*."""
    key = f"lead:{case.lead_id}:data:{now.timestamp()}"
    return to_visitor(Kind.DATA_LINK, key, case, {"data_url": data_url}, now)


def erasure(
    lead: Lead, calls: Sequence[str], quotes: Sequence[str], until: date | None, now: datetime
) -> Message:
    """What became of a deletion: *calls* that were cancelled, and the *quotes* that are kept."""
    last_day = date_format(until, "DATE_FORMAT") if until else None
    name = harmless(lead.name)
    context = {"name": name, "calls": calls, "quotes": quotes, "until": last_day}
    key = f"lead:{lead.pk}:erasure"
    return written(Kind.ERASURE, key, None, lead.email, context, now)


def to_visitor(
    kind: Message.Kind, key: str, case: Case, context: Mapping[str, object], now: datetime
) -> Message:
    """A mail to the address that was given with *case*, which is not proved to be the visitor's:
    of what was typed it says only what the visitor needs."""
    token = links.token("case", case)
    shared = {
        "name": harmless(case.name),
        "phone": harmless(case.international_phone),
        "case": case,
        "case_url": settings.SITE_URL + case.get_absolute_url(),
        "book_url": f"{settings.SITE_URL}{reverse('bookings:book')}?case={token}",
    }
    return written(kind, key, case, case.email, {**shared, **context}, now)


def written(
    kind: Message.Kind,
    key: str,
    case: Case | None,
    recipient: str,
    context: Mapping[str, object],
    now: datetime,
) -> Message:
    """The message with its content, frozen as of *now*, and due at once."""
    content = compose(kind, context)
    domain = settings.PRACTICE["email"].rpartition("@")[2]
    return Message(
        idempotency_key=key,
        kind=kind,
        case=case,
        recipient=recipient,
        subject=content.subject,
        text=content.text,
        html=content.html,
        message_id=f"<{uuid.uuid4()}@{domain}>",
        queued_at=now,
        due_at=now,
    )


def with_calendar(message: Message, booking: Booking, method: Method, now: datetime) -> Message:
    message.calendar = invitation(booking_facts(booking=booking, now=now), method)
    message.calendar_method = method
    return message


def _about_call(kind: Message.Kind, booking: Booking, step: str, now: datetime) -> Message:
    key = f"booking:{booking.pk}:seq{booking.sequence}:{step}"
    zone = ZoneInfo(booking.time_zone)
    start = booking.starts_at.astimezone(zone)
    context = {
        "booking": booking,
        "day": date_format(start, "WEEKDAY_FORMAT"),
        "start": date_format(start, "TIME_FORMAT"),
        "when": call_time(booking.starts_at, booking.ends_at, zone),
        "booking_url": booking_url(booking),
    }
    message = to_visitor(kind, key, booking.case, context, now)
    message.booking = booking
    return message


def _about_quote(kind: Message.Kind, version: QuoteVersion, step: str, now: datetime) -> Message:
    context = {
        "version": version,
        "total": amount(version.currency, totals(version.offer().lines).gross),
        "valid_until": date_format(version.valid_until, "WEEKDAY_DATE_FORMAT"),
        "quote_url": settings.SITE_URL + version.quote.get_absolute_url(),
    }
    key = f"quote:{version.quote_id}:v{version.number}:{step}"
    message = to_visitor(kind, key, version.quote.case, context, now)
    message.quote_version = version
    return message
