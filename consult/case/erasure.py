"""Deletes everything about a person, but for what the law makes us keep; and that in its time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F, Model, Q, QuerySet
from django.utils.translation import gettext as _

from consult.bookings.models import Booking
from consult.case.keeping import is_over, last_day
from consult.case.people import acceptances_of, corrected_contacts, drafts_of, links_mailed_to
from consult.followups import letters, notices
from consult.followups.delivery import ATTEMPTS_IF_UNKNOWN
from consult.followups.models import Message
from consult.followups.services import queue
from consult.followups.wording import call_time
from consult.intake.models import Intake
from consult.leads.models import Activity, Advice, Case, Lead
from consult.leads.services import note
from consult.quotes.models import Acceptance, Quote, QuoteVersion

# What stays of a case whose quote was accepted: what that document says of the client, and what
# it needs to be read. Every other field is emptied, those of later days included.
STAYS_ON_CASE = {
    *("id", "lead", "reference", "name", "email", "company", "time_zone"),
    *("opened_at", "consented_at", "link_generation"),
}


@transaction.atomic
def erase(*, lead: Lead, zone: ZoneInfo, now: datetime) -> None:
    """Delete what is kept about *lead*, once: asked again, there is nothing left to do.

    *zone* is the practice's, whose calendar years count. The last mail, and the notices that free
    the host's calendar, are queued in the same transaction.
    """
    unchanged = Lead.objects.filter(link_generation=lead.link_generation, erased_at=None)
    current = unchanged.select_for_update().filter(pk=lead.pk).first()
    if current is None:
        return
    cases = list(Case.objects.select_for_update().filter(lead=current).order_by("pk"))
    calls = _calls_ahead(cases, now)
    accepted = list(acceptances_of(current))
    until = last_day((one.accepted_at for one in accepted), zone)
    mails = [
        letters.erasure(
            current,
            [call_time(c.starts_at, c.ends_at, ZoneInfo(c.time_zone)) for c in calls],
            [f"{one.version.title} ({one.version})" for one in accepted],
            until,
            now,
        ),
        notices.erased([case.reference for case in cases], current.pk, now),
        *(notices.call_erased(call, now) for call in calls),
    ]
    # One that is being submitted this moment, and waits for the lead, is a new enquiry.
    drafts = Intake.objects.select_for_update(skip_locked=True)
    with _letting_go_of(current):
        _delete(drafts.filter(pk__in=drafts_of(current).values("pk")))
        corrected_contacts(current).delete()
        _delete(links_mailed_to(current))
        _delete_about(current, cases, accepted)
        if until is None:
            _delete(Lead.objects.filter(pk=current.pk))
        else:
            _make_anonymous(current)
            Lead.objects.filter(pk=current.pk).update(erased_at=now, keep_until=until)
            text = _("Deleted by the person, but for what the law makes us keep.")
            kind = Activity.Kind.NOTE
            note(lead=current, case=None, kind=kind, text=text, by=None, now=now)
    queue(mails, now)


def delete_kept(*, zone: ZoneInfo, now: datetime) -> int:
    """Delete what was kept until a day that is over, and last mails that have gone out.

    Returns how many people and mails that were.
    """
    count = 0
    for lead in Lead.objects.filter(keep_until__isnull=False).order_by("pk"):
        if lead.keep_until and is_over(lead.keep_until, now, zone):
            count += _delete_at_last(lead)
    settled = Q(state__in=[Message.State.SENT, Message.State.SUPPRESSED, Message.State.FAILED])
    given_up = Q(state=Message.State.UNKNOWN, attempts__gte=ATTEMPTS_IF_UNKNOWN)
    mails = Message.objects.filter(settled | given_up, kind=Message.Kind.ERASURE)
    return count + _delete(mails)


@transaction.atomic
def _delete_at_last(lead: Lead) -> int:
    locked = Lead.objects.select_for_update().filter(pk=lead.pk).first()
    if locked is None:
        return 0
    cases = list(Case.objects.select_for_update().filter(lead=locked).order_by("pk"))
    with _letting_go_of(locked):
        _delete_about(locked, cases, accepted=[])
        _delete(Lead.objects.filter(pk=locked.pk))
    return 1


def _calls_ahead(cases: Sequence[Case], now: datetime) -> list[Booking]:
    rows = Booking.objects.select_related("host", "event_type", "case")
    calls = rows.taking_time().filter(case__in=cases, starts_at__gt=now)
    return list(calls.select_for_update(of=("self",)).order_by("pk"))


def _delete_about(lead: Lead, cases: Sequence[Case], accepted: Sequence[Acceptance]) -> None:
    """All rows that hang on *lead*, but for those that *accepted* need."""
    kept = [one.version_id for one in accepted]
    quotes = Quote.objects.select_for_update().filter(case__in=cases).order_by("pk")
    quoted = [quote.pk for quote in quotes]
    versions = QuoteVersion.objects.filter(quote__in=quoted).exclude(pk__in=kept)
    intakes = [case.intake_id for case in cases if case.intake_id]
    gone = [case.pk for case in cases if case.pk not in {v.version.quote.case_id for v in accepted}]

    _delete(Message.objects.filter(Q(case__in=cases) | Q(intake__in=intakes)))
    _delete(Advice.objects.filter(case__in=cases))
    _delete(Booking.objects.filter(case__in=cases))
    _delete(Acceptance.objects.filter(version__in=versions))
    _delete(versions)
    _delete(Quote.objects.filter(pk__in=quoted).exclude(versions__in=kept))
    _delete(Activity.objects.filter(lead=lead))
    _delete(Case.objects.filter(pk__in=gone))
    _forget(Case, [case.pk for case in cases])
    rest = Case.objects.filter(lead=lead)
    rest.update(**_emptied(Case, STAYS_ON_CASE), link_generation=F("link_generation") + 1)
    Quote.objects.filter(case__in=rest).update(link_generation=F("link_generation") + 1)
    # Where the client sat at that moment is no part of the letter.
    Acceptance.objects.filter(version__in=kept).update(address=None)
    _delete(Intake.objects.filter(pk__in=intakes))


def _make_anonymous(lead: Lead) -> None:
    """The address is free for a new lead afterwards, and nothing leads back to the person.

    What stands for it is no address, so that nobody can have typed it before.
    """
    Lead.objects.filter(pk=lead.pk).update(
        name=_("Deleted"),
        email=f"deleted-{lead.pk}",
        link_generation=F("link_generation") + 1,
    )
    _forget(Lead, [lead.pk])


def _emptied(model: type[Model], stays: set[str]) -> dict[str, Any]:
    fields = model._meta.concrete_fields
    return {field.name: field.get_default() for field in fields if field.name not in stays}


def _delete(rows: QuerySet[Any]) -> int:
    """Delete *rows* and what the admin noted about them. How many there were of them."""
    pks = list(rows.values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=pks).delete()
    _forget(rows.model, pks)
    return len(pks)


def _forget(model: type[Model], pks: Sequence[int]) -> None:
    """The admin's own log names the rows that it is about, as they were called."""
    about = ContentType.objects.get_for_model(model)
    LogEntry.objects.filter(content_type=about, object_id__in=[str(pk) for pk in pks]).delete()


@contextmanager
def _letting_go_of(lead: Lead) -> Iterator[None]:
    """Within it, and in this transaction alone, the database lets frozen rows of *lead* go."""
    _set_erased_lead(str(lead.pk))
    yield
    _set_erased_lead("")


def _set_erased_lead(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('consult.erased_lead', %s, true)", [value])
