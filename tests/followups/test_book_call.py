from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from icalendar import Calendar

from consult.bookings.models import Booking, EventType
from consult.bookings.services import book, booking_url, cancel
from consult.followups.models import Message
from tests.followups.letters import states
from tests.people import NOW, open_case_for_ada

# Tuesday, nine o'clock in Berlin, three at night in New York.
NINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def booked(call: EventType, starts_at: datetime = NINE, now: datetime = NOW) -> Booking:
    return book(
        event_type=call,
        case=open_case_for_ada(),
        starts_at=starts_at,
        time_zone="America/New_York",
        now=now,
    )


def test_booking_queues_confirmation_notice_and_reminder(call: EventType) -> None:
    booking = booked(call, NINE + timedelta(days=1))
    key = f"booking:{booking.pk}:seq0"
    assert states("idempotency_key", "kind", "recipient", "state", "due_at") == [
        (f"{key}:confirmation", "booking-confirmation", "ada@client.example", "queued", NOW),
        (f"{key}:staff", "staff-notice", settings.STAFF_EMAIL, "queued", NOW),
        (
            f"{key}:reminder-24h",
            "booking-reminder",
            "ada@client.example",
            "queued",
            NOW + timedelta(days=1),
        ),
    ]


def test_a_call_that_is_near_is_reminded_of_an_hour_before(call: EventType) -> None:
    booking = booked(call)
    reminder = Message.objects.get(kind="booking-reminder")
    assert (reminder.idempotency_key, reminder.due_at) == (
        f"booking:{booking.pk}:seq0:reminder-1h",
        NINE - timedelta(hours=1),
    )


def test_the_confirmation_says_when_in_the_visitors_zone_and_how_to_cancel(call: EventType) -> None:
    booking = booked(call)
    message = Message.objects.get(kind="booking-confirmation")
    assert message.subject == "Your call on Tuesday 24 November at 03:00"
    for text in (" ".join(message.text.split()), message.html):
        for words in (
            "Tuesday 24 November 2026, 03:00 to 03:15, America/New York (UTC-05:00)",
            "with a phone number",
            booking_url(booking),
        ):
            assert words in text


def test_the_notice_says_when_in_both_zones(call: EventType) -> None:
    booking = booked(call)
    message = Message.objects.get(kind="staff-notice")
    assert message.subject == f"Call with Ada Okafor booked, case {booking.case.reference}"
    text = " ".join(message.text.split())
    assert "When: Tuesday 24 November 2026, 09:00 to 09:15, Europe/Berlin (UTC+01:00)" in text
    assert (
        "For the visitor: Tuesday 24 November 2026, 03:00 to 03:15, America/New York (UTC-05:00)"
    ) in text
    assert "Article: choosing-your-backend-engine" in text


def test_visitor_and_staff_get_the_invitation(call: EventType) -> None:
    booking = booked(call)
    for kind in ("booking-confirmation", "staff-notice"):
        message = Message.objects.get(kind=kind)
        calendar = Calendar.from_ical(message.calendar)
        [event] = calendar.events
        assert (message.calendar_method, calendar["METHOD"]) == ("REQUEST", "REQUEST")
        assert (event.start, event.end) == (booking.starts_at, booking.ends_at)
    assert Message.objects.get(kind="booking-reminder").calendar == ""


def test_cancelling_takes_back_what_waits_and_says_so(call: EventType) -> None:
    booking = booked(call)
    cancel(booking=booking, now=NOW)
    key = f"booking:{booking.pk}"
    gone = "The call was cancelled."
    assert states("idempotency_key", "state", "reason", "calendar_method") == [
        (f"{key}:seq0:confirmation", "suppressed", gone, "REQUEST"),
        (f"{key}:seq0:staff", "queued", "", "REQUEST"),
        (f"{key}:seq0:reminder-1h", "suppressed", gone, ""),
        (f"{key}:seq1:cancellation", "queued", "", "CANCEL"),
        (f"{key}:seq1:staff", "queued", "", "CANCEL"),
    ]
    message = Message.objects.get(kind="booking-cancellation")
    assert message.subject == "Your call on Tuesday 24 November at 03:00 is cancelled"
    [event] = Calendar.from_ical(message.calendar).walk("VEVENT")
    assert (event["SEQUENCE"], event["STATUS"]) == (1, "CANCELLED")
    assert f"{settings.SITE_URL}/book/?case=" in message.text


def test_cancelling_one_call_leaves_another_alone(call: EventType) -> None:
    kept, gone = booked(call), booked(call, NINE + timedelta(hours=1))
    cancel(booking=gone, now=NOW)
    assert set(kept.messages.values_list("state", flat=True)) == {"queued"}
