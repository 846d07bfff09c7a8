"""What the visitor's own pages say of one case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from consult import links
from consult.bookings.models import Booking
from consult.case.verdicts import verdicts_context
from consult.intake.record import facts_of
from consult.leads.models import Case
from consult.leads.verdicts import given
from consult.quotes.models import QuoteVersion
from consult.quotes.rules import standing
from consult.zones import readable

# With room for the number: what Django calls too long for an address is 2048 characters.
MOST_ENCODED = 1900


@dataclass(frozen=True)
class CallLine:
    url: str
    starts_at: datetime
    status_label: str
    cancelled: bool


@dataclass(frozen=True)
class QuoteLine:
    url: str
    title: str
    status_label: str


def case_context(case: Case, now: datetime) -> dict[str, object]:
    """The receipt and the case page: this case's answers, verdict, calls, and quotes."""
    token = links.token("case", case)
    calls = [_call(booking) for booking in case.bookings.all()]
    context: dict[str, object] = {
        "case": case,
        "token": token,
        "zone_name": readable(case.time_zone),
        "book_url": reverse("bookings:book") + f"?case={token}",
        "bookings": calls,
        "has_call": not all(call.cancelled for call in calls),
        "quotes": _quotes(case, now),
    }
    if case.intake:
        context |= verdicts_context(case, case.intake)
    return context


def _call(booking: Booking) -> CallLine:
    cancelled = booking.status == Booking.Status.CANCELLED
    return CallLine(
        booking.get_absolute_url(), booking.starts_at, booking.get_status_display(), cancelled
    )


def _quotes(case: Case, now: datetime) -> list[QuoteLine]:
    """The newest sent version of every quote; drafts are the practice's own business."""
    sent = (
        QuoteVersion.objects.filter(quote__case=case)
        .exclude(status=QuoteVersion.Status.DRAFT)
        .select_related("quote__case")
        .order_by("quote_id", "-number")
        .distinct("quote_id")
    )
    return [
        QuoteLine(
            version.quote.get_absolute_url(),
            version.title,
            _standing(version, case.time_zone, now),
        )
        for version in sent
    ]


def _standing(version: QuoteVersion, time_zone: str, now: datetime) -> str:
    status = standing(version.status, version.valid_until, time_zone, now)
    return str(QuoteVersion.Status(status).label)


def whatsapp_text(case: Case, case_url: str) -> str:
    """What the visitor's message says before they add to it."""
    hello = _("Hello %(practice)s, I would like a direct quote.")
    first = [
        hello % {"practice": settings.PRACTICE["name"]},
        _("Reference: %(reference)s") % {"reference": case.reference},
    ]
    last = _("My case: %(url)s") % {"url": case_url}
    said = _said(case)
    return "\n".join([*first, *_summary(said, MOST_ENCODED - _encoded([*first, last])), last])


def _said(case: Case) -> list[str]:
    if case.intake is None:
        return []
    verdict = _("Verdict: %(headline)s") % {"headline": given(case)[0].headline}
    return [verdict, *(f"{fact.label}: {fact.value}" for fact in facts_of(case.intake))]


def _summary(lines: list[str], room: int) -> list[str]:
    """As many of *lines*, each shortened, as fit: the whole is on the case page."""
    kept: list[str] = []
    for line in lines:
        short = Truncator(" ".join(line.split())).chars(140)
        if _encoded([*kept, short]) <= room:
            kept.append(short)
    return kept


def _encoded(lines: list[str]) -> int:
    """How long these lines are in an address."""
    return len(quote("\n".join([*lines, ""]), safe=""))
