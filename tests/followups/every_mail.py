"""One mail of every kind, as the product itself writes them for Ada."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from advisor.core.model import Answers
from consult.bookings.services import book, cancel
from consult.case.erasure import erase
from consult.case.services import mail_data_link, replace_link
from consult.followups.models import Message
from consult.intake.resume_link import ask_by_mail
from consult.intake.services import start
from consult.intake.source import Source
from consult.leads.models import Case, Lead
from consult.leads.services import reissue
from consult.quotes import services as quotes
from tests.leads.revisions import LATER, golden, published, turned
from tests.people import NOW, discovery_call, submitted_case_of_ada
from tests.quotes.offers import sent

WEDNESDAY = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)


@transaction.atomic
def every_mail() -> list[Message]:
    """Ada submits, is advised anew, calls off a call, accepts a quote, and begins once more; and
    she asks for a new link, for what we keep, and for the deletion, of which one mail is left."""
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
    assert case.intake is not None
    version = case.intake.matrix_version
    draft = start(version=version, answers=Answers(), source=Source(), now=NOW)
    ask_by_mail(intake=draft, email="ada@client.example", now=NOW)
    mail_data_link(lead=case.lead, now=NOW)
    replace_link(case=Case.objects.get(pk=case.pk), by=None, now=NOW)
    before = list(Message.objects.order_by("pk"))
    erase(lead=Lead.objects.get(pk=case.lead_id), zone=ZoneInfo("Europe/Berlin"), now=NOW)
    return [*before, *Message.objects.order_by("pk")]
