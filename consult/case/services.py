"""The writes of a case's own page: its links, its mails, and the way to all about its person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from consult import links
from consult.bookings.models import Booking
from consult.followups import letters
from consult.followups.models import Message
from consult.followups.rules import OPTIONAL
from consult.followups.services import queue, readdress, take_back
from consult.intake.models import Holder
from consult.leads.models import Activity, Case, Lead
from consult.leads.services import note
from consult.quotes.models import Quote

DATA_LINK_WORKS = timedelta(hours=24)
MOST_DATA_LINKS = 3  # to one address within 24 hours


@transaction.atomic
def choose_mails(*, case: Case, wanted: Collection[str]) -> None:
    """Keep which of the optional mails about *case* the visitor wants from now on."""
    off = [kind for kind in OPTIONAL if kind not in wanted]
    Case.objects.filter(pk=case.pk, link_generation=case.link_generation).update(mails_off=off)


@transaction.atomic
def replace_link(*, case: Case, by: User | None, now: datetime) -> bool:
    """Let every link to *case*, its calls, and its quotes lead nowhere, and mail the new one.

    False, and nothing is done, where it was replaced since *case* was read. *by* is None for the
    visitor. Browsers in which its intake was open are sent away as well.
    """
    lead = Lead.objects.select_for_update(of=("self",)).filter(cases=case.pk).first()
    unchanged = Case.objects.filter(pk=case.pk, link_generation=case.link_generation)
    current = unchanged.select_for_update().first()
    if lead is None or lead.erased_at or current is None:
        return False
    replaced = {}
    rows: list[tuple[str, Case | Booking | Quote]] = [
        ("case", current),
        *(("booking", one) for one in current.bookings.select_for_update().order_by("pk")),
        *(("quote", one) for one in current.quotes.select_for_update().order_by("pk")),
    ]
    for purpose, row in rows:
        before = links.token(purpose, row)
        row.link_generation += 1
        row.save(update_fields=["link_generation"])
        replaced[before] = links.token(purpose, row)
    Holder.objects.filter(intake=current.intake_id).delete()
    text, kind = _("The private link was replaced"), Activity.Kind.NOTE
    note(lead=lead, case=current, kind=kind, text=text, by=by, now=now)
    readdress(current, replaced, now)
    queue([letters.case_link(current, now)], now)
    return True


@transaction.atomic
def mail_data_link(*, lead: Lead, now: datetime) -> bool:
    """Mail the lead's own address a link to all that is kept; False where it got enough of them."""
    current = Lead.objects.select_for_update().filter(pk=lead.pk, erased_at=None).first()
    case = current.cases.order_by("-opened_at", "-pk").first() if current else None
    if current is None or case is None:
        return False
    before = Message.objects.filter(
        kind=Message.Kind.DATA_LINK, case__lead=current, queued_at__gt=now - timedelta(days=1)
    )
    if before.count() >= MOST_DATA_LINKS:
        return False
    token = links.dated_token("data", current, until=now + DATA_LINK_WORKS)
    url = settings.SITE_URL + reverse("data:kept", args=[token])
    queue([letters.data_link(case, url, now)], now)
    return True


@transaction.atomic
def revoke_data_links(*, lead: Lead, by: User | None, now: datetime) -> bool:
    """Let every link to all that is kept lead nowhere, also those that wait to be mailed.

    False, and nothing is done, where that happened since *lead* was read. *by* is None for the
    person.
    """
    unchanged = Lead.objects.filter(link_generation=lead.link_generation, erased_at=None)
    current = unchanged.select_for_update().filter(pk=lead.pk).first()
    if current is None:
        return False
    current.link_generation += 1
    current.save(update_fields=["link_generation"])
    mails = Message.objects.filter(kind=Message.Kind.DATA_LINK, case__lead=current)
    take_back(mails, reason=_("The link was revoked."))
    text, kind = _("The links to everything kept were revoked"), Activity.Kind.NOTE
    note(lead=current, case=None, kind=kind, text=text, by=by, now=now)
    return True
