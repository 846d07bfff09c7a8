from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from consult.bookings.models import Booking
from consult.bookings.services import book, cancel, free_slots
from consult.bookings.signals import booking_cancelled
from tests.people import NOW, discovery_call, open_case_for_ada

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def booked_call() -> Booking:
    case = open_case_for_ada()
    event_type = discovery_call()
    return book(event_type=event_type, case=case, starts_at=NINE, time_zone="UTC", now=NOW)


def test_cancelling_frees_the_time_for_somebody_else() -> None:
    booking = booked_call()
    cancel(booking=booking, now=LATER)
    day = NINE.date()
    found = free_slots(
        event_type=booking.event_type, first=day, last=day, time_zone="UTC", now=LATER
    )
    assert found[0].starts_at == NINE
    sam = open_case_for_ada(email="sam@client.example")
    again = book(
        event_type=booking.event_type, case=sam, starts_at=NINE, time_zone="UTC", now=LATER
    )
    assert [(b.pk, b.status) for b in Booking.objects.order_by("pk")] == [
        (booking.pk, "cancelled"),
        (again.pk, "confirmed"),
    ]


def test_the_one_who_cancelled_can_book_the_same_time_again() -> None:
    booking = booked_call()
    cancel(booking=booking, now=LATER)
    again = book(
        event_type=booking.event_type, case=booking.case, starts_at=NINE, time_zone="UTC", now=LATER
    )
    assert again.pk != booking.pk
    assert again.uid != booking.uid


def test_cancelling_twice_is_cancelling_once() -> None:
    heard: list[int] = []

    def listen(booking: Booking, **kwargs: object) -> None:
        heard.append(booking.sequence)

    booking = booked_call()
    booking_cancelled.connect(listen)
    try:
        first, second = (cancel(booking=booking, now=LATER) for _ in range(2))
    finally:
        booking_cancelled.disconnect(listen)
    lines = booking.case.activities.filter(kind="booking").order_by("pk")
    assert (first.status, second.status, heard) == ("cancelled", "cancelled", [1])
    assert (second.sequence, second.uid) == (1, booking.uid)
    assert [line.text for line in lines] == [
        "Call booked for Tue 24 Nov 2026, 09:00 (Europe/Berlin)",
        "Call cancelled that was booked for Tue 24 Nov 2026, 09:00 (Europe/Berlin)",
    ]
