"""The time zones that can be chosen, and how they are named beside a time."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib.resources import files
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


@cache
def _regions() -> dict[str, str]:
    """The country of each zone of which that can be told, by the files of the tz database.

    Browsers go on to report old names (`Asia/Calcutta`), which are links to the zones of today.
    Some of these are shared by several countries: then an old name says nothing of where it is.
    """
    tables = files("tzdata.zoneinfo")
    rows = {
        name: [
            line.split("\t")
            for line in (tables / name).read_text().splitlines()
            if line and not line.startswith("#")
        ]
        for name in ("zone.tab", "zone1970.tab")
    }
    regions = {row[2]: row[0] for row in rows["zone.tab"]}
    shared = {row[2] for row in rows["zone1970.tab"] if "," in row[0]}
    for line in (tables / "tzdata.zi").read_text().splitlines():
        if line.startswith("L "):
            _, zone, old = line.split()
            if zone in regions and zone not in shared:
                regions.setdefault(old, regions[zone])
    return regions


def region_of(time_zone: str) -> str | None:
    """The country that *time_zone* belongs to (ISO 3166, two letters), where there is one only."""
    return _regions().get(time_zone)


@cache
def zone_choices() -> tuple[tuple[str, str], ...]:
    return tuple((name, readable(name)) for name in time_zones())


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
