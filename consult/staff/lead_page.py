"""Everything that is known of one lead, in words, for one screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from consult.bookings.models import Booking
from consult.followups.models import Message
from consult.intake.attachments.downloads import download_url
from consult.intake.contact import channel_name
from consult.intake.source import Source
from consult.leads.models import Activity, Case, Lead
from consult.leads.verdicts import VERDICTS
from consult.quotes.models import QuoteVersion
from consult.quotes.pricing import totals
from consult.quotes.rules import standing
from consult.staff.advised import Advised, Newest, advised, newest_versions
from consult.whatsapp import whatsapp_url

# A timeline that is longer than this is read in the list of activities.
MOST_ACTIVITIES = 100


@dataclass(frozen=True)
class QuoteRow:
    admin_url: str
    page_url: str
    name: str
    status: str
    valid_until: object
    currency: str
    gross: Decimal


@dataclass(frozen=True)
class FileRow:
    """`url` is empty for whoever may not have the file."""

    name: str
    size: int
    url: str


@dataclass(frozen=True)
class CaseView:
    case: Case
    page_url: str
    channel: str
    whatsapp_url: str
    source: list[tuple[str, str]]
    advised: Advised | None
    files: list[FileRow]
    bookings: list[Booking]
    quotes: list[QuoteRow]
    messages: list[Message]


def lead_page(lead: Lead, now: datetime, *, with_downloads: bool = False) -> dict[str, object]:
    """The context of the lead's page, in as many queries for one case as for ten."""
    versions = QuoteVersion.objects.order_by("quote_id", "number").prefetch_related("lines")
    messages = Message.objects.order_by("-due_at", "-pk").defer("text", "html", "calendar")
    cases = lead.cases.select_related("lead", "intake").prefetch_related(
        *VERDICTS,
        "intake__steps",
        "intake__attachments",
        Prefetch("bookings", Booking.objects.select_related("event_type")),
        Prefetch("quotes__versions", versions),
        Prefetch("messages", messages),
    )
    newest = newest_versions(cases)
    activities = Activity.objects.filter(lead=lead).select_related("case", "by")
    return {
        "cases": [_case_view(case, newest, now, with_downloads) for case in cases],
        "activities": activities[:MOST_ACTIVITIES],
    }


def _case_view(case: Case, newest: Newest, now: datetime, with_downloads: bool) -> CaseView:
    attached = case.intake.attachments.all() if case.intake else []
    return CaseView(
        case=case,
        page_url=case.get_absolute_url(),
        channel=channel_name(case.preferred_channel),
        whatsapp_url=_whatsapp(case),
        source=Source.model_validate(case.source).in_words(),
        advised=advised(case, newest, now) if case.intake else None,
        files=[
            FileRow(one.name, one.size, download_url(one) if with_downloads else "")
            for one in attached
        ],
        bookings=list(case.bookings.all()),
        quotes=[
            _quote_row(version, case, now)
            for quote in case.quotes.all()
            for version in quote.versions.all()
        ],
        messages=list(case.messages.all()),
    )


def _whatsapp(case: Case) -> str:
    """Opens a conversation with whoever prefers that; empty for everybody else."""
    if case.preferred_channel != "whatsapp" or not case.phone:
        return ""
    greeting = _("Hello %(name)s, you have sent us your case %(reference)s.")
    text = greeting % {"name": case.name, "reference": case.reference}
    return whatsapp_url(case.phone.removeprefix("+"), text)


def _quote_row(version: QuoteVersion, case: Case, now: datetime) -> QuoteRow:
    status = standing(version.status, version.valid_until, case.time_zone, now)
    is_draft = status == QuoteVersion.Status.DRAFT
    return QuoteRow(
        admin_url=reverse("admin:quotes_quoteversion_change", args=[version.pk]),
        page_url="" if is_draft else version.quote.get_absolute_url(),
        name=str(version),
        status=str(QuoteVersion.Status(status).label),
        valid_until=version.valid_until,
        currency=version.currency,
        gross=totals(version.offer().lines).gross,
    )
