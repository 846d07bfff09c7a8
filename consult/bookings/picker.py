"""What the booking page offers: the days, and the free slots of one of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consult.bookings.models import EventType
from consult.bookings.services import free_slots
from consult.bookings.slots import Slot, by_day
from consult.zones import time_zones, zone_at

DAYS_A_PAGE = 10


@dataclass(frozen=True)
class Picker:
    """`day` is None when nothing at all is free; `readable` is False for a bad zone or day."""

    zone: ZoneInfo
    day: date | None
    free: dict[date, list[Slot]]
    sentences: list[str]
    readable: bool

    @property
    def days(self) -> list[tuple[date, int]]:
        """The free days that are shown together, with their numbers of free slots."""
        return [(day, len(self.free[day])) for day in self._page(0)]

    @property
    def earlier(self) -> date | None:
        return next(iter(self._page(-1)), None)

    @property
    def later(self) -> date | None:
        return next(iter(self._page(1)), None)

    def _page(self, offset: int) -> list[date]:
        """The free days of the page with the chosen day, or of one before or after it."""
        days = list(self.free)
        page = (days.index(self.day) // DAYS_A_PAGE if self.day else 0) + offset
        return days[page * DAYS_A_PAGE : (page + 1) * DAYS_A_PAGE] if page >= 0 else []

    @property
    def zone_name(self) -> str:
        """The zone with its offset on the day that is shown."""
        return zone_at(self.free[self.day][0].starts_at, self.zone) if self.day else self.zone.key

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The slots of the day: instants, and the visitor's wall-clock times."""
        slots = self.free[self.day] if self.day else []
        local = [slot.starts_at.astimezone(self.zone) for slot in slots]
        times = [date_format(time, "TIME_FORMAT") for time in local]
        # Where clocks go back an hour, a time of day comes twice.
        twice = Counter(times)
        return [
            (slot.starts_at.isoformat(), f"{shown} {time:%Z}" if twice[shown] > 1 else shown)
            for slot, time, shown in zip(slots, local, times, strict=True)
        ]


def pick(
    *, event_type: EventType, tz: str | None, usual: str, day: str | None, now: datetime
) -> Picker:
    """The picker for the zone and the day as typed, or else the *usual* zone and the next day."""
    sentences = []
    known = tz is None or tz in time_zones()
    zone = ZoneInfo(tz if tz is not None and known else usual)
    if not known:
        sentences.append(_("That time zone is not known here. Choose yours from the list."))
    horizon = now + timedelta(days=event_type.horizon_days)
    free = by_day(
        free_slots(
            event_type=event_type,
            first=now.astimezone(zone).date(),
            last=horizon.astimezone(zone).date(),
            time_zone=zone.key,
            now=now,
        ),
        zone,
    )
    wanted = _date(day)
    if day is not None and wanted is None:
        sentences.append(_("That day could not be read. The next free day is shown instead."))
    shown = next((d for d in free if wanted is None or d >= wanted), next(iter(free), None))
    if wanted is not None and shown is not None and shown != wanted:
        sentences.append(
            _("Nothing is free on %(wanted)s. %(shown)s is shown instead.")
            % {
                "wanted": date_format(wanted, "DATE_FORMAT"),
                "shown": date_format(shown, "WEEKDAY_FORMAT"),
            }
        )
    return Picker(zone, shown, free, sentences, known and (day is None or wanted is not None))


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
