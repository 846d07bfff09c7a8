"""Times and amounts as mails say them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from consult.zones import zone_at


def call_time(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """`Tuesday 24 November 2026, 10:00 to 10:15, Europe/Berlin (UTC+01:00)`"""
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    return _("%(day)s, %(start)s to %(end)s, %(zone)s") % {
        "day": date_format(start, "WEEKDAY_DATE_FORMAT"),
        "start": date_format(start, "TIME_FORMAT"),
        "end": date_format(end, "TIME_FORMAT"),
        "zone": zone_at(starts_at, zone),
    }


def amount(currency: str, value: Decimal) -> str:
    """`EUR 2,856.00`"""
    return f"{currency} {number_format(value, 2, force_grouping=True)}"
