"""Which times can be booked: weekly windows in the host's time zone, less what is taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Window:
    """A stretch of one weekday (Monday is 0) by the host's clock; calls start and end in it."""

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True, order=True)
class Slot:
    """A time for one call, in UTC; `ends_at` is outside it, and so is the buffer that follows."""

    starts_at: datetime
    ends_at: datetime


def slots(
    *,
    windows: Iterable[Window],
    minutes: int,
    buffer_minutes: int,
    busy: Iterable[tuple[datetime, datetime]],
    earliest: datetime,
    latest: datetime,
    host_zone: ZoneInfo,
) -> list[Slot]:
    """The free slots that start from *earliest* to *latest*, both included, in order.

    Each window is cut every *minutes* from its start. *busy* holds the start and end of what is
    taken already, each with its own buffer in its end; *buffer_minutes* must be free after a new
    call. All datetimes are aware.
    """
    buffer = timedelta(minutes=buffer_minutes)
    taken = [(start.astimezone(UTC), end.astimezone(UTC)) for start, end in busy]
    found = {
        slot
        for day in _days(earliest.astimezone(host_zone).date(), latest.astimezone(host_zone).date())
        for window in windows
        if window.weekday == day.weekday()
        for slot in _cut(window, day, minutes, host_zone)
        if earliest <= slot.starts_at <= latest
        if not any(slot.starts_at < end and start < slot.ends_at + buffer for start, end in taken)
    }
    return sorted(found)


def by_day(slots: Iterable[Slot], visitor_zone: ZoneInfo) -> dict[date, list[Slot]]:
    """*slots*, in order, under the visitor's own dates."""
    days = groupby(sorted(slots), lambda slot: slot.starts_at.astimezone(visitor_zone).date())
    return {day: list(of_day) for day, of_day in days}


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _cut(window: Window, day: date, minutes: int, zone: ZoneInfo) -> Iterator[Slot]:
    wall, wall_end = datetime.combine(day, window.starts), datetime.combine(day, window.ends)
    last_end = wall_end.replace(tzinfo=zone).astimezone(UTC)
    while wall < wall_end:
        starts_at = wall.replace(tzinfo=zone).astimezone(UTC)
        ends_at = starts_at + timedelta(minutes=minutes)
        # A wall-clock time that the change to summer time skips does not survive the round trip.
        exists = _wall(starts_at, zone) == wall
        # Where the change skips the window's end, the clock says first that it has passed.
        if exists and ends_at <= last_end and _wall(ends_at - datetime.resolution, zone) < wall_end:
            yield Slot(starts_at, ends_at)
        wall += timedelta(minutes=minutes)


def _wall(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None)
