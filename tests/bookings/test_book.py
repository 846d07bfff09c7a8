from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from consult.bookings import services
from consult.bookings.models import Booking, EventType
from consult.bookings.services import SlotTaken, book, free_slots
from consult.bookings.signals import booking_confirmed
from consult.bookings.slots import Slot
from consult.leads.models import Activity, Case, Lead
from tests.people import NOW, discovery_call, open_case_for_ada

pytestmark = pytest.mark.django_db

BERLIN = "Europe/Berlin"
# 9 o'clock in Berlin on the Tuesday after NOW.
NINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
TUESDAY = NINE.date()


def starts(event_type: EventType, *, now: datetime = NOW, day: date = TUESDAY) -> list[str]:
    found = free_slots(event_type=event_type, first=day, last=day, time_zone=BERLIN, now=now)
    return [f"{slot.starts_at.astimezone(ZoneInfo(BERLIN)):%H:%M}" for slot in found]


def book_for_ada(event_type: EventType, starts_at: datetime = NINE) -> Booking:
    case = open_case_for_ada(email=f"{uuid.uuid4().hex}@client.example")
    return book(event_type=event_type, case=case, starts_at=starts_at, time_zone="UTC", now=NOW)


def test_a_booking_keeps_what_was_agreed() -> None:
    event_type, case = discovery_call(), open_case_for_ada()
    booking = book(
        event_type=event_type,
        case=case,
        starts_at=NINE,
        time_zone="America/New_York",
        now=NOW,
    )
    kept = Booking.objects.values(
        "host__name", "event_type__slug", "case", "starts_at", "ends_at", "status", "time_zone",
        "sequence", "booked_at",
    ).get(pk=booking.pk)  # fmt: skip
    assert kept == {
        "host__name": "Lin",
        "event_type__slug": "discovery",
        "case": case.pk,
        "starts_at": NINE,
        "ends_at": NINE + timedelta(minutes=15),
        "status": "confirmed",
        "time_zone": "America/New_York",
        "sequence": 0,
        "booked_at": NOW,
    }


def test_a_booking_moves_the_lead_on_and_stands_in_its_timeline() -> None:
    booking = book_for_ada(discovery_call())
    lead = booking.case.lead
    lead.refresh_from_db()
    lines = lead.activities.exclude(kind=Activity.Kind.OPENED).order_by("pk")
    assert lead.stage == Lead.Stage.CALL_BOOKED
    assert [(line.kind, line.text, line.at) for line in lines] == [
        ("booking", "Call booked for Tue 24 Nov 2026, 09:00 (Europe/Berlin)", NOW),
        ("stage", "New → Call booked", NOW),
    ]


def test_whoever_listens_hears_of_it_inside_the_transaction() -> None:
    heard: list[tuple[Booking, bool]] = []

    def listen(booking: Booking, **kwargs: object) -> None:
        heard.append((booking, transaction.get_connection().in_atomic_block))

    booking_confirmed.connect(listen)
    try:
        booking = book_for_ada(discovery_call())
    finally:
        booking_confirmed.disconnect(listen)
    assert heard == [(booking, True)]


@pytest.mark.django_db(transaction=True)
def test_where_a_listener_fails_there_is_no_booking_either() -> None:
    def fail(**kwargs: object) -> None:
        raise RuntimeError

    event_type = discovery_call()
    with transaction.atomic():
        case = open_case_for_ada()
    booking_confirmed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            book(event_type=event_type, case=case, starts_at=NINE, time_zone="UTC", now=NOW)
    finally:
        booking_confirmed.disconnect(fail)
    case.lead.refresh_from_db()
    assert (Booking.objects.count(), case.lead.stage) == (0, "new")


def test_a_taken_slot_is_gone_for_everybody_else() -> None:
    event_type = discovery_call()
    before = starts(event_type)
    book_for_ada(event_type, NINE + timedelta(hours=1))
    # The call at 10:00 with the quarter of an hour after it, and what would run into it.
    assert set(before) - set(starts(event_type)) == {"09:45", "10:00", "10:15"}
    with pytest.raises(SlotTaken):
        book_for_ada(event_type, NINE + timedelta(hours=1))
    with pytest.raises(SlotTaken):
        book_for_ada(event_type, NINE + timedelta(minutes=75))


def test_each_call_is_followed_by_the_buffer_of_its_own_kind() -> None:
    short = discovery_call()
    long = EventType.objects.create(
        host=short.host, slug="review", name="Review", minutes=60, buffer_minutes=45
    )
    book_for_ada(long)
    assert starts(short)[:3] == ["10:45", "11:00", "11:15"]


@pytest.mark.parametrize(
    "starts_at",
    [
        NINE + timedelta(minutes=5),
        NINE + timedelta(microseconds=1),
        NINE - timedelta(hours=1),
        NINE - timedelta(days=7),
        NINE + timedelta(days=35),
        NOW + timedelta(minutes=15),
        datetime(2026, 11, 28, 8, 0, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
    ],
)
def test_what_is_not_offered_cannot_be_booked(starts_at: datetime) -> None:
    event_type = discovery_call()
    with pytest.raises(SlotTaken):
        book_for_ada(event_type, starts_at)
    assert Booking.objects.count() == 0


def test_minimum_notice_and_horizon_end_the_list() -> None:
    event_type = discovery_call()
    today, last = NOW.date(), NOW.date() + timedelta(days=30)
    assert starts(event_type, day=today) == []
    # 12 hours after 22:30 on Monday in Berlin it is 10:30 on Tuesday.
    assert starts(event_type, now=datetime(2026, 11, 23, 21, 30, tzinfo=UTC))[0] == "10:30"
    # NOW is 9 o'clock in Berlin.
    assert starts(event_type, day=last) == ["09:00"]


def test_the_days_asked_for_are_the_visitors() -> None:
    event_type = discovery_call()
    found = free_slots(
        event_type=event_type, first=TUESDAY, last=TUESDAY, time_zone="Pacific/Auckland", now=NOW
    )
    # Midnight in Auckland is noon in Berlin: after it, only that day's afternoon is left.
    assert (found[0].starts_at, found[-1].starts_at) == (
        datetime(2026, 11, 24, 8, 0, tzinfo=UTC),
        datetime(2026, 11, 24, 10, 45, tzinfo=UTC),
    )


def test_the_same_case_booking_the_same_time_again_gets_the_same_booking() -> None:
    event_type, case = discovery_call(), open_case_for_ada()
    first, second = (
        book(event_type=event_type, case=case, starts_at=NINE, time_zone="UTC", now=NOW)
        for _ in range(2)
    )
    assert (first, Booking.objects.count()) == (second, 1)
    assert case.activities.filter(kind="booking").count() == 1


def test_a_change_by_staff_counts_for_a_form_that_was_already_open() -> None:
    event_type = discovery_call()
    stale = EventType.objects.select_related("host").get(pk=event_type.pk)
    event_type.host.availabilities.filter(weekday=NINE.weekday(), starts=time(9)).delete()
    with pytest.raises(SlotTaken):
        book_for_ada(stale)


@hypothesis_settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    booked=st.lists(st.integers(0, 60), max_size=4),
    tried=st.integers(0, 24 * 4 * 3),
    minutes=st.sampled_from([15, 20, 45]),
    buffer_minutes=st.sampled_from([0, 10, 30]),
)
def test_what_is_shown_is_bookable_and_what_is_bookable_is_shown(
    booked: list[int], tried: int, minutes: int, buffer_minutes: int
) -> None:
    with transaction.atomic():
        event_type = discovery_call()
        EventType.objects.update(minutes=minutes, buffer_minutes=buffer_minutes)
        event_type.refresh_from_db()

        def shown() -> list[datetime]:
            monday, friday = date(2026, 11, 23), date(2026, 11, 27)
            found = free_slots(
                event_type=event_type, first=monday, last=friday, time_zone="UTC", now=NOW
            )
            return [slot.starts_at for slot in found]

        for number in booked:
            free = shown()
            book_for_ada(event_type, free[number % len(free)])
        # Any quarter of an hour of three days, and any slot that is shown.
        free = shown()
        for starts_at in [
            NINE - timedelta(hours=8) + timedelta(minutes=15 * tried),
            free[tried % len(free)],
        ]:
            if starts_at in shown():
                assert book_for_ada(event_type, starts_at).starts_at == starts_at
            else:
                with pytest.raises(SlotTaken):
                    book_for_ada(event_type, starts_at)
        transaction.set_rollback(True)


def test_the_database_refuses_what_a_wrong_list_would_let_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    event_type = discovery_call()
    book_for_ada(event_type)
    before = Case.objects.count()

    def anything(event_type: EventType, starts_at: datetime, now: datetime) -> Slot:
        return Slot(starts_at, starts_at + timedelta(minutes=15))

    # The check is taken out: the constraint still answers, and in the same words.
    monkeypatch.setattr(services, "_slot_at", anything)
    for starts_at in (NINE, NINE + timedelta(minutes=10)):
        with pytest.raises(SlotTaken), transaction.atomic():
            book_for_ada(event_type, starts_at)
    assert (Booking.objects.count(), Case.objects.count()) == (1, before)
