"""How long a quote stands. Statuses are QuoteVersion's, as plain text."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OPEN = frozenset({"sent", "viewed"})


def expires_at(valid_until: date, time_zone: str) -> datetime:
    """The first instant (UTC) at which a quote is no longer valid.

    It is the end of the day *valid_until* in *time_zone* (IANA name): the midnight that follows,
    or, where clocks skip that midnight, the moment they do. Raises ZoneInfoNotFoundError for an
    unknown zone.
    """
    midnight = datetime.combine(valid_until + timedelta(days=1), time(), ZoneInfo(time_zone))
    return midnight.astimezone(UTC)


def standing(status: str, valid_until: date, time_zone: str, now: datetime) -> str:
    """The status as of *now*: a quote that nobody answered in time is expired."""
    if status in OPEN and now >= expires_at(valid_until, time_zone):
        return "expired"
    return status


def may_accept(status: str, valid_until: date, time_zone: str, now: datetime) -> bool:
    """Whether the client can still accept, or decline."""
    return standing(status, valid_until, time_zone, now) in OPEN
