"""The time zones that can be chosen, and how they are named beside a time."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils import formats, timezone


@cache
def time_zones() -> tuple[str, ...]:
    """Names of places, and UTC: the old abbreviations say nothing of daylight saving."""
    return tuple(sorted(name for name in available_timezones() if "/" in name or name == "UTC"))


def known_zone(name: str) -> str:
    """*name*, if it can be chosen. Raises ValueError."""
    if name not in time_zones():
        raise ValueError("not a time zone such as Europe/Berlin")
    return name


def zone_choices() -> list[tuple[str, str]]:
    return [(name, readable(name)) for name in time_zones()]


def readable(time_zone: str) -> str:
    """`America/New_York` as people write it."""
    return time_zone.replace("_", " ")


def zone_at(instant: datetime, zone: ZoneInfo) -> str:
    """The zone with its distance from UTC at *instant*, such as `Europe/Berlin (UTC+01:00)`."""
    # No zone has had seconds in its offset since 1972.
    return f"{readable(zone.key)} (UTC{instant.astimezone(zone).isoformat()[-6:]})"


def time_in_zone(instant: datetime) -> str:
    """*instant* on the clock that counts here, with its zone."""
    local = timezone.localtime(instant)
    zone = timezone.get_current_timezone_name()
    return f"{formats.localize(local)} ({readable(zone)})"
