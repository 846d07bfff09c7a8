"""The notices to staff: what happened, what is known, and where to go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.bookings.calendar import invitation
from consult.bookings.models import Booking
from consult.bookings.services import booking_facts
from consult.followups.letters import with_calendar, written
from consult.followups.models import Message
from consult.followups.wording import amount, call_time
from consult.intake.contact import channel_name
from consult.intake.record import facts_of
from consult.leads.models import Case
from consult.quotes.models import QuoteVersion
from consult.quotes.pricing import totals
from consult.zones import readable

Facts = list[tuple[str, str]]

# How the keys of the notices that cases wait for review begin.
CASES_WAIT = "review:"


def case_opened(case: Case, now: datetime) -> Message:
    title = _("New case %(reference)s from %(name)s")
    result = case.intake.result if case.intake else None
    sentences = result["explanation"] if result else []
    key = f"case:{case.pk}:staff"
    return _notice(key, title, case, _promise(case), now, sentences=sentences)


def cases_wait(now: datetime, due_at: datetime) -> Message:
    """That cases wait for review. One for the hour of *due_at*.

    Of what was typed it says nothing: whoever reads it should not be led anywhere by it.
    """
    path = reverse("admin:leads_case_changelist")
    context = {
        "title": _("Cases wait for review"),
        "intro": _(
            "They look like spam, so nothing was sent to the addresses that were typed. Each waits"
            " until somebody has looked at it."
        ),
        "admin_url": settings.SITE_URL + path,
        "button": _("Open the queue"),
    }
    key = f"{CASES_WAIT}{due_at.astimezone(UTC):%Y-%m-%dT%H}"
    message = written(Message.Kind.STAFF_NOTICE, key, None, settings.STAFF_EMAIL, context, now)
    message.due_at = due_at
    return message


def call_booked(booking: Booking, now: datetime) -> Message:
    title = _("Call with %(name)s booked, case %(reference)s")
    key = f"booking:{booking.pk}:seq{booking.sequence}:staff"
    message = _notice(key, title, booking.case, _call(booking), now, booking=booking)
    return with_calendar(message, booking, "REQUEST", now)


def call_cancelled(booking: Booking, now: datetime) -> Message:
    title = _("Call with %(name)s cancelled, case %(reference)s")
    key = f"booking:{booking.pk}:seq{booking.sequence}:staff"
    message = _notice(key, title, booking.case, _call(booking), now, booking=booking)
    return with_calendar(message, booking, "CANCEL", now)


def quote_accepted(version: QuoteVersion, now: datetime) -> Message:
    title = _("Quote accepted by %(name)s, case %(reference)s")
    facts = [*_terms(version), (_("Accepted by"), version.acceptance.name)]
    key = f"quote:{version.quote_id}:v{version.number}:staff-accepted"
    return _notice(key, title, version.quote.case, facts, now, version=version)


def quote_declined(version: QuoteVersion, now: datetime) -> Message:
    title = _("Quote declined by %(name)s, case %(reference)s")
    facts = [*_terms(version), (_("Reason"), version.decline_reason)]
    key = f"quote:{version.quote_id}:v{version.number}:staff-declined"
    return _notice(key, title, version.quote.case, facts, now, version=version)


def erased(references: Sequence[str], pk: int, now: datetime) -> Message:
    """Says of no person anything but the references by which staff find what else they keep."""
    facts = [(_("Cases"), ", ".join(references))]
    title = _("A person had everything deleted")
    intro = _(
        "Please delete what only you can reach: mails with these references, calendar entries,"
        " exports, and notes of your own. Keep this mail for as long as there are older backups."
    )
    return _impersonal(f"lead:{pk}:staff-erased", title, facts, now, intro)


def call_erased(booking: Booking, now: datetime) -> Message:
    """Takes the call out of the host's calendar, and says nothing of whom it was with."""
    title = _("A call is cancelled: everything about the person was deleted")
    starts_at, ends_at = booking.starts_at, booking.ends_at
    facts = [
        (_("When"), call_time(starts_at, ends_at, ZoneInfo(booking.host.time_zone))),
        (_("Host"), booking.host.name),
    ]
    message = _impersonal(f"booking:{booking.pk}:staff-erased", title, facts, now)
    booking.sequence += 1
    call = replace(
        booking_facts(booking=booking, now=now), url="", visitor_name="", visitor_email=""
    )
    message.calendar, message.calendar_method = invitation(call, "CANCEL"), "CANCEL"
    return message


def _impersonal(key: str, title: str, facts: Facts, now: datetime, intro: str = "") -> Message:
    context = {"title": title, "intro": intro, "facts": facts}
    return written(Message.Kind.STAFF_NOTICE, key, None, settings.STAFF_EMAIL, context, now)


def _notice(
    key: str,
    title: str,
    case: Case,
    facts: Facts,
    now: datetime,
    *,
    sentences: list[str] | None = None,
    booking: Booking | None = None,
    version: QuoteVersion | None = None,
) -> Message:
    path = reverse("admin:leads_lead_change", args=[case.lead_id])
    context = {
        "title": title % {"name": case.name, "reference": case.reference},
        "facts": [(label, value) for label, value in [*facts, *_person(case)] if value],
        "sentences": sentences or [],
        "answers": facts_of(case.intake) if case.intake else [],
        "admin_url": settings.SITE_URL + path,
    }
    kind = Message.Kind.STAFF_NOTICE
    message = written(kind, key, case, settings.STAFF_EMAIL, context, now)
    message.booking, message.quote_version = booking, version
    return message


def _promise(case: Case) -> Facts:
    """How warm the case is and why, and whose it is."""
    reasons = " ".join(case.temperature_reasons)
    return [
        (_("Temperature"), f"{case.get_temperature_display()}. {reasons}" if reasons else ""),
        (_("Owner"), case.lead.owner.get_username() if case.lead.owner else ""),
    ]


def _person(case: Case) -> Facts:
    return [
        (_("Name"), case.name),
        (_("E-mail"), case.email),
        (_("Company"), case.company),
        (_("Phone or WhatsApp"), case.international_phone),
        (_("Answer by"), channel_name(case.preferred_channel)),
        (_("Time zone"), readable(case.time_zone)),
        (_("Article"), str(case.source.get("article", ""))),
        (_("Call to action"), str(case.source.get("cta", ""))),
        (_("Waits for review"), " ".join(case.suspicions) if _waits(case) else ""),
    ]


def _waits(case: Case) -> bool:
    return case.review == Case.Review.WAITING


def _call(booking: Booking) -> Facts:
    starts_at, ends_at = booking.starts_at, booking.ends_at
    return [
        (_("When"), call_time(starts_at, ends_at, ZoneInfo(booking.host.time_zone))),
        (_("For the visitor"), call_time(starts_at, ends_at, ZoneInfo(booking.time_zone))),
        (_("Host"), booking.host.name),
    ]


def _terms(version: QuoteVersion) -> Facts:
    return [
        (_("Quote"), f"{version.title} ({version})"),
        (_("Total"), amount(version.currency, totals(version.offer().lines).gross)),
    ]
