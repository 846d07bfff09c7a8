"""One mail of every kind, as the product itself writes them for Ada."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction

from consult.bookings.services import book, cancel
from consult.followups.models import Message
from consult.leads.services import reissue
from consult.quotes import services as quotes
from tests.leads.revisions import LATER, golden, published, turned
from tests.people import NOW, discovery_call, submitted_case_of_ada
from tests.quotes.offers import sent

WEDNESDAY = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)


@transaction.atomic
def every_mail() -> list[Message]:
    """Ada submits, is advised anew, books and cancels a call, and accepts a quote."""
    case = submitted_case_of_ada(what="Forecasts for freight, day by day, for 40 warehouses.")
    booking = book(
        event_type=discovery_call(),
        case=case,
        starts_at=WEDNESDAY,
        time_zone="America/New_York",
        now=NOW,
    )
    cancel(booking=booking, now=NOW + timedelta(hours=1))
    quotes.accept(version=sent(case), name="Ada Okafor", address=None, now=NOW)
    # A closed lead is not advised any more, and who has accepted is one.
    case.lead.refresh_from_db()
    case.lead.stage = "quoted"
    case.lead.save()
    reissue(case=case, version=published(turned(golden())), by=None, now=LATER)
    return list(Message.objects.order_by("pk"))
