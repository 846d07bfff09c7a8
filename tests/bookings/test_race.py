"""Many at once at one slot, and the same without the protection that makes it safe."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from consult.bookings.models import Booking, EventType
from consult.bookings.services import book, book_without_case
from consult.leads.models import Activity, Case, Lead
from tests.people import NOW, ada_contact, discovery_call, open_case_for_ada

NINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def at_once(count: int, act: Callable[[int], object]) -> list[str]:
    """What came of *act* in so many threads that begin together, in no order."""
    barrier = Barrier(count)

    def run(number: int) -> str:
        try:
            barrier.wait(timeout=20)
            act(number)
        except Exception as error:
            return type(error).__name__
        else:
            return "booked"
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return sorted(threads.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_want_one_slot_exactly_one_gets_it() -> None:
    event_type = discovery_call()
    with transaction.atomic():
        cases = [open_case_for_ada(email=f"ada{n}@client.example") for n in range(20)]

    def act(number: int) -> None:
        # Half of them ask for a time that overlaps the first.
        starts_at = NINE + timedelta(minutes=15 * (number % 2))
        case = cases[number]
        book(event_type=event_type, case=case, starts_at=starts_at, time_zone="UTC", now=NOW)

    assert at_once(20, act) == ["SlotTaken"] * 19 + ["booked"]
    assert (Booking.objects.count(), Activity.objects.filter(kind="booking").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_ten_times_at_once_is_one_case_and_one_booking() -> None:
    event_type, submission = discovery_call(), uuid.uuid4()

    def act(number: int) -> None:
        book_without_case(
            event_type=event_type,
            contact=ada_contact(),
            source={},
            starts_at=NINE,
            submission_id=submission,
            now=NOW,
        )

    assert at_once(10, act) == ["booked"] * 10
    assert (Booking.objects.count(), Case.objects.count(), Lead.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_twenty_strangers_at_one_slot_leave_one_lead() -> None:
    event_type = discovery_call()

    def act(number: int) -> None:
        book_without_case(
            event_type=event_type,
            contact=ada_contact(email=f"ada{number}@client.example"),
            source={},
            starts_at=NINE,
            submission_id=uuid.uuid4(),
            now=NOW,
        )

    assert at_once(20, act) == ["SlotTaken"] * 19 + ["booked"]
    assert (Booking.objects.count(), Case.objects.count(), Lead.objects.count()) == (1, 1, 1)


def insert(event_type: EventType, case: Case, starts_at: datetime, status: str) -> Booking:
    """A booking without lock and without check."""
    return Booking.objects.create(
        host=event_type.host,
        event_type=event_type,
        case=case,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=15),
        status=status,
        time_zone="UTC",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("minutes", [0, 10, -10])
@pytest.mark.parametrize("status", ["held", "confirmed"])
def test_the_database_alone_refuses_two_calls_at_one_time(minutes: int, status: str) -> None:
    event_type, case = discovery_call(), open_case_for_ada()
    insert(event_type, case, NINE, "confirmed")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(event_type, case, NINE + timedelta(minutes=minutes), status)
    # Neither what touches it, nor what was cancelled, nor another host's call is in the way.
    insert(event_type, case, NINE + timedelta(minutes=15), status)
    insert(event_type, case, NINE, "cancelled")
    insert(other_host(event_type), case, NINE, status)
    assert Booking.objects.count() == 4


def other_host(event_type: EventType) -> EventType:
    host = event_type.host
    host.pk = None
    host.save()
    return EventType.objects.create(host=host, slug="other", name="Other", minutes=15)


@pytest.mark.django_db(transaction=True)
def test_without_lock_and_check_the_database_still_lets_only_one_through() -> None:
    event_type = discovery_call()
    with transaction.atomic():
        case = open_case_for_ada()

    def act(number: int) -> None:
        insert(event_type, case, NINE + timedelta(minutes=number), "confirmed")

    outcomes = at_once(4, act)
    # Those who wait for each other here may also be ended as a deadlock: hence the lock.
    assert outcomes.count("booked") == Booking.objects.count() == 1
    assert set(outcomes) <= {"booked", "IntegrityError", "OperationalError"}
