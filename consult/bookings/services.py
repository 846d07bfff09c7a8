"""The one way to book a call, and the one way to cancel it."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Value
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consult.addresses import on_the_wire
from consult.blog.counts.counters import count
from consult.bookings.calendar import BookingFacts
from consult.bookings.models import Booking, EventType
from consult.bookings.signals import booking_cancelled, booking_confirmed
from consult.bookings.slots import Slot, Window, slots
from consult.intake.contact import Contact
from consult.leads.models import Activity, Case, Lead
from consult.leads.services import advance_stage, lock_lead, note, open_case

BUFFER = ExpressionWrapper(
    F("event_type__buffer_minutes") * Value(timedelta(minutes=1)), output_field=DurationField()
)
FREE_AGAIN = ExpressionWrapper(F("ends_at") + BUFFER, output_field=DateTimeField())


class SlotTaken(Exception):
    """The time is not, or no longer, among the free slots."""


class NotWanted(Exception):
    """Staff have found that the case is spam: nobody waits for its call."""


def free_slots(
    *, event_type: EventType, first: date, last: date, time_zone: str, now: datetime
) -> list[Slot]:
    """What can be booked at *now*, from *first* to *last*, both included, as days in *time_zone*.

    Raises ZoneInfoNotFoundError or ValueError where there is no such zone.
    """
    zone = ZoneInfo(time_zone)
    earliest, latest = _bookable(event_type, now)
    free = _free(event_type, earliest, latest)
    return [slot for slot in free if first <= slot.starts_at.astimezone(zone).date() <= last]


def book(
    *,
    event_type: EventType,
    case: Case,
    starts_at: datetime,
    time_zone: str,
    now: datetime,
    submission_id: uuid.UUID | None = None,
) -> Booking:
    """Book a call for *case*. Asked again for the same time, it answers with the same booking.

    Raises SlotTaken unless *starts_at* is in `free_slots` at this moment, and NotWanted for spam.
    """
    with transaction.atomic():
        lead = lock_lead(pk=case.lead_id)
        if lead.cases.get(pk=case.pk).is_spam:
            raise NotWanted
        # Whoever books this host waits here, and then sees what was committed meanwhile.
        event_type = (
            EventType.objects.select_related("host")
            .select_for_update(of=["host"])
            .get(pk=event_type.pk)
        )
        own = case.bookings.taking_time().filter(event_type=event_type, starts_at=starts_at).first()
        if own:
            return own
        slot = _slot_at(event_type, starts_at, now)
        booking = Booking(
            host=event_type.host,
            event_type=event_type,
            case=case,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            time_zone=time_zone,
            submission_id=submission_id,
            booked_at=now,
        )
        _insert(booking)
        _note(lead, booking, _("Call booked for %(when)s"), now)
        advance_stage(lead=lead, stage=Lead.Stage.CALL_BOOKED, now=now)
        booking_confirmed.send(sender=Booking, booking=booking)
        # A case that books again, after it cancelled, has led to a call already.
        if not case.bookings.exclude(pk=booking.pk).exists():
            count("booked", article=case.source.get("article", ""), now=now)
        return booking


def book_without_case(
    *,
    event_type: EventType,
    contact: Contact,
    source: dict[str, object],
    starts_at: datetime,
    submission_id: uuid.UUID,
    now: datetime,
) -> Booking:
    """Open a case for *contact* and book its call, or neither.

    The same form sent twice has the same *submission_id* and is the same booking: an address and
    a time alone would let anybody who guesses both into somebody else's booking. Raises SlotTaken.
    """
    try:
        with transaction.atomic():
            case = open_case(contact=contact, source=source, intake=None, now=now)
            return book(
                event_type=event_type,
                case=case,
                starts_at=starts_at,
                time_zone=contact.time_zone,
                now=now,
                submission_id=submission_id,
            )
    except SlotTaken:
        same = Booking.objects.taking_time().filter(
            event_type=event_type,
            starts_at=starts_at,
            submission_id=submission_id,
            case__email__iexact=contact.email,
        )
        if booking := same.first():
            return booking
        raise


def cancel(*, booking: Booking, now: datetime) -> Booking:
    """Give the time free again. Cancelling what no longer takes time changes nothing."""
    with transaction.atomic():
        lead = lock_lead(cases=booking.case_id)
        booking = (
            Booking.objects.select_related("event_type", "host", "case")
            .select_for_update(of=["self"])
            .get(pk=booking.pk)
        )
        if booking.status not in Booking.TAKING_TIME:
            return booking
        booking.status = Booking.Status.CANCELLED
        booking.sequence += 1
        booking.save(update_fields=["status", "sequence"])
        _note(lead, booking, _("Call cancelled that was booked for %(when)s"), now)
        booking_cancelled.send(sender=Booking, booking=booking)
        return booking


def booking_url(booking: Booking) -> str:
    """The absolute address of the booking's private page."""
    return settings.SITE_URL + booking.get_absolute_url()


def booking_facts(*, booking: Booking, now: datetime) -> BookingFacts:
    """What `calendar.invitation` needs, for a text made at *now*."""
    return BookingFacts(
        uid=f"{booking.uid}@{urlsplit(settings.SITE_URL).hostname}",
        sequence=booking.sequence,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        stamp=now,
        summary=f"{booking.event_type.name}: {settings.PRACTICE['name']}",
        url=booking_url(booking),
        host_name=booking.host.name,
        host_email=booking.host.email,
        visitor_name=booking.case.name,
        visitor_email=on_the_wire(booking.case.email),
    )


def _bookable(event_type: EventType, now: datetime) -> tuple[datetime, datetime]:
    """The earliest and the latest start that notice and horizon allow."""
    notice = timedelta(hours=event_type.minimum_notice_hours)
    return now + notice, now + timedelta(days=event_type.horizon_days)


def _slot_at(event_type: EventType, starts_at: datetime, now: datetime) -> Slot:
    earliest, latest = _bookable(event_type, now)
    if earliest <= starts_at <= latest:
        for slot in _free(event_type, starts_at, starts_at):
            return slot
    raise SlotTaken


def _free(event_type: EventType, earliest: datetime, latest: datetime) -> list[Slot]:
    host = event_type.host
    reach = timedelta(minutes=event_type.minutes + event_type.buffer_minutes)
    taken = (
        host.bookings.taking_time()
        .annotate(free_again=FREE_AGAIN)
        .filter(starts_at__lt=latest + reach, free_again__gt=earliest)
    )
    return slots(
        windows=[Window(w.weekday, w.starts, w.ends) for w in host.availabilities.all()],
        minutes=event_type.minutes,
        buffer_minutes=event_type.buffer_minutes,
        busy=list(taken.values_list("starts_at", "free_again")),
        earliest=earliest,
        latest=latest,
        host_zone=ZoneInfo(host.time_zone),
    )


def _insert(booking: Booking) -> None:
    try:
        with transaction.atomic():
            booking.save(force_insert=True)
    except IntegrityError as reason:
        raise SlotTaken from reason


def _note(lead: Lead, booking: Booking, text: str, now: datetime) -> None:
    local = booking.starts_at.astimezone(ZoneInfo(booking.host.time_zone))
    when = f"{date_format(local, 'SHORT_WEEKDAY_DATETIME_FORMAT')} ({booking.host.time_zone})"
    kind = Activity.Kind.BOOKING
    note(lead=lead, case=booking.case, kind=kind, text=text % {"when": when}, by=None, now=now)
