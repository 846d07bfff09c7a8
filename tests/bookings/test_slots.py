from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from consult.bookings.slots import Slot, Window, by_day, slots

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
QUARTER = timedelta(minutes=15)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]  # year, month, day, …


def on(
    day: date,
    starts: time,
    ends: time,
    *,
    minutes: int = 30,
    buffer_minutes: int = 0,
    busy: list[tuple[datetime, datetime]] | None = None,
    zone: ZoneInfo = BERLIN,
) -> list[Slot]:
    """The slots of one window on *day*, looked for from the day before to the day after."""
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    return slots(
        windows=[Window(day.weekday(), starts, ends)],
        minutes=minutes,
        buffer_minutes=buffer_minutes,
        busy=busy or [],
        earliest=noon - timedelta(days=1),
        latest=noon + timedelta(days=1),
        host_zone=zone,
    )


def wall(found: list[Slot], zone: ZoneInfo = BERLIN) -> list[str]:
    return [f"{slot.starts_at.astimezone(zone):%H:%M}" for slot in found]


def test_a_window_is_cut_from_its_start_and_a_call_ends_inside_it() -> None:
    found = on(date(2026, 11, 23), time(9, 10), time(10, 45))
    assert found == [
        Slot(utc(2026, 11, 23, 8, 10), utc(2026, 11, 23, 8, 40)),
        Slot(utc(2026, 11, 23, 8, 40), utc(2026, 11, 23, 9, 10)),
        Slot(utc(2026, 11, 23, 9, 10), utc(2026, 11, 23, 9, 40)),
    ]


def test_other_weekdays_offer_nothing() -> None:
    found = slots(
        windows=[Window(2, time(9), time(10))],
        minutes=30,
        buffer_minutes=0,
        busy=[],
        earliest=utc(2026, 11, 23),
        latest=utc(2026, 12, 3),
        host_zone=BERLIN,
    )
    assert [slot.starts_at for slot in found] == [
        utc(2026, 11, 25, 8),
        utc(2026, 11, 25, 8, 30),
        utc(2026, 12, 2, 8),
        utc(2026, 12, 2, 8, 30),
    ]


def test_windows_that_overlap_offer_each_time_once() -> None:
    found = slots(
        windows=[Window(0, time(9), time(10)), Window(0, time(9, 30), time(10, 30))],
        minutes=30,
        buffer_minutes=0,
        busy=[],
        earliest=utc(2026, 11, 23),
        latest=utc(2026, 11, 23, 23),
        host_zone=BERLIN,
    )
    assert wall(found) == ["09:00", "09:30", "10:00"]


def test_notice_and_horizon_bound_the_starts_and_are_themselves_included() -> None:
    found = slots(
        windows=[Window(0, time(9), time(12))],
        minutes=30,
        buffer_minutes=0,
        busy=[],
        earliest=utc(2026, 11, 23, 8, 30),
        latest=utc(2026, 11, 23, 10),
        host_zone=BERLIN,
    )
    assert wall(found) == ["09:30", "10:00", "10:30", "11:00"]


def test_what_overlaps_busy_time_is_gone_and_what_touches_it_stays() -> None:
    taken = [(utc(2026, 11, 23, 9), utc(2026, 11, 23, 9, 30))]
    found = on(date(2026, 11, 23), time(9), time(12), busy=taken)
    assert wall(found) == ["09:00", "09:30", "10:30", "11:00", "11:30"]


def test_a_buffer_must_be_free_after_the_new_call_too() -> None:
    # The busy call is 10:00 to 10:30 in Berlin, its own buffer of 15 minutes included.
    taken = [(utc(2026, 11, 23, 9), utc(2026, 11, 23, 9, 30))]
    found = on(date(2026, 11, 23), time(9), time(11), minutes=15, buffer_minutes=15, busy=taken)
    assert wall(found) == ["09:00", "09:15", "09:30", "10:30", "10:45"]


def test_a_time_that_the_change_to_summer_time_skips_is_not_offered() -> None:
    found = on(date(2026, 3, 29), time(1), time(4))
    assert found == [
        Slot(utc(2026, 3, 29, 0, 0), utc(2026, 3, 29, 0, 30)),
        Slot(utc(2026, 3, 29, 0, 30), utc(2026, 3, 29, 1, 0)),
        Slot(utc(2026, 3, 29, 1, 0), utc(2026, 3, 29, 1, 30)),
        Slot(utc(2026, 3, 29, 1, 30), utc(2026, 3, 29, 2, 0)),
    ]
    assert wall(found) == ["01:00", "01:30", "03:00", "03:30"]
    # 02:30 is not offered under another name either.
    longer = on(date(2026, 3, 29), time(1), time(5), minutes=45)
    assert wall(longer) == ["01:00", "01:45", "03:15", "04:00"]


def test_a_call_does_not_outlast_a_window_whose_end_is_skipped() -> None:
    sunday = date(2026, 3, 29)
    # At 02:00 the clock says 03:00: that ends the window, whatever the time it names.
    assert wall(on(sunday, time(1), time(2))) == ["01:00", "01:30"]
    assert wall(on(sunday, time(1), time(2, 30))) == ["01:00", "01:30"]
    assert wall(on(sunday, time(0, 30), time(2, 30), minutes=60)) == ["00:30"]


def test_a_time_that_occurs_twice_is_offered_once_and_lasts_as_long_as_any() -> None:
    found = on(date(2026, 10, 25), time(1, 30), time(4))
    assert wall(found) == ["01:30", "02:00", "02:30", "03:00", "03:30"]
    assert [slot.starts_at for slot in found] == [
        utc(2026, 10, 24, 23, 30),
        utc(2026, 10, 25, 0, 0),
        utc(2026, 10, 25, 0, 30),
        utc(2026, 10, 25, 2, 0),
        utc(2026, 10, 25, 2, 30),
    ]
    assert {slot.ends_at - slot.starts_at for slot in found} == {timedelta(minutes=30)}


def test_a_call_ends_before_the_first_occurrence_of_a_window_end_that_occurs_twice() -> None:
    sunday = date(2026, 10, 25)
    assert wall(on(sunday, time(2), time(2, 30))) == ["02:00"]
    # After 75 minutes the clock says 02:15, for the second time.
    assert on(sunday, time(2), time(2, 30), minutes=75) == []


def test_the_hour_of_the_host_stays_and_the_hour_in_utc_moves() -> None:
    winter, summer = date(2026, 3, 27), date(2026, 3, 30)
    [before] = on(winter, time(9), time(9, 30))
    [after] = on(summer, time(9), time(9, 30))
    assert (before.starts_at, after.starts_at) == (utc(2026, 3, 27, 8), utc(2026, 3, 30, 7))


def test_a_visitor_whose_clocks_change_on_another_day_sees_another_hour() -> None:
    # Between 25 October and 1 November 2026 only Berlin has gone back to winter time.
    hours = [
        wall(on(day, time(15), time(15, 30)), NEW_YORK)
        for day in (date(2026, 10, 23), date(2026, 10, 30), date(2026, 11, 6))
    ]
    assert hours == [["09:00"], ["10:00"], ["09:00"]]


def test_the_days_are_the_visitors_own() -> None:
    late = on(date(2026, 11, 23), time(19), time(19, 30))
    early = on(date(2026, 11, 24), time(5), time(5, 30))
    assert by_day(late + early, BERLIN) == {date(2026, 11, 23): late, date(2026, 11, 24): early}
    assert by_day(late + early, NEW_YORK) == {date(2026, 11, 23): late + early}
    # 19:00 in Berlin is 23:45 in Kathmandu, and 05:00 is 09:45.
    assert wall(late + early, KATHMANDU) == ["23:45", "09:45"]
    assert by_day(late + early, KATHMANDU) == by_day(late + early, BERLIN)


# The days before clocks change, in Berlin, New York, and on Lord Howe Island (by half an hour).
CHANGES = [utc(2026, 3, 28), utc(2026, 10, 24), utc(2026, 3, 7), utc(2026, 10, 31), utc(2026, 4, 4)]
instants = st.tuples(st.sampled_from(CHANGES), st.integers(0, 2 * 96)).map(
    lambda parts: parts[0] + parts[1] * QUARTER
)
times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 10, 30]))


@settings(deadline=None)
@given(
    windows=st.lists(
        st.tuples(st.sampled_from([5, 6, 0]), times, times)
        .filter(lambda parts: parts[1] < parts[2])
        .map(lambda parts: Window(*parts)),
        max_size=3,
    ),
    minutes=st.sampled_from([15, 20, 30, 45, 90]),
    buffer_minutes=st.integers(0, 60),
    busy=st.lists(
        st.tuples(instants, st.integers(1, 8)).map(lambda b: (b[0], b[0] + b[1] * QUARTER)),
        max_size=5,
    ),
    earliest=instants,
    days=st.integers(0, 2),
    zone=st.sampled_from([BERLIN, NEW_YORK, KATHMANDU, ZoneInfo("Australia/Lord_Howe")]),
)
def test_every_slot_is_free_whole_and_inside_a_window(
    windows: list[Window],
    minutes: int,
    buffer_minutes: int,
    busy: list[tuple[datetime, datetime]],
    earliest: datetime,
    days: int,
    zone: ZoneInfo,
) -> None:
    latest = earliest + timedelta(days=days)
    buffer = timedelta(minutes=buffer_minutes)

    def found(earliest: datetime, latest: datetime) -> list[Slot]:
        return slots(
            windows=windows,
            minutes=minutes,
            buffer_minutes=buffer_minutes,
            busy=busy,
            earliest=earliest,
            latest=latest,
            host_zone=zone,
        )

    shown = found(earliest, latest)
    assert shown == sorted(set(shown))
    for slot in shown:
        starts = slot.starts_at.astimezone(zone)
        last = (slot.ends_at - datetime.resolution).astimezone(zone)
        assert slot.ends_at - slot.starts_at == timedelta(minutes=minutes)
        assert earliest <= slot.starts_at <= latest
        assert any(
            window.weekday == starts.weekday() == last.weekday()
            and window.starts <= starts.time()
            and last.time() < window.ends
            for window in windows
        )
        assert all(slot.ends_at + buffer <= start or end <= slot.starts_at for start, end in busy)
    assert len({slot.starts_at.astimezone(zone).replace(tzinfo=None) for slot in shown}) == len(
        shown
    )
    # What is shown in a list is found when it is looked for alone, as booking does.
    for slot in shown[:3]:
        assert found(slot.starts_at, slot.starts_at) == [slot]
