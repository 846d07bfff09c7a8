"""What can be booked, by the service and by the page."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.utils import timezone

from consult.bookings.models import EventType
from consult.bookings.services import free_slots
from consult.bookings.slots import Slot


def every_free_slot(event_type: EventType) -> list[Slot]:
    now = timezone.now()
    first = now.date() - timedelta(days=1)
    last = first + timedelta(days=40)
    return free_slots(event_type=event_type, first=first, last=last, time_zone="UTC", now=now)


def offered(html: str) -> list[datetime]:
    """The starts that a page lets the visitor choose from."""
    values = re.findall(r'name="starts_at" value="([^"]+)"', html)
    return [datetime.fromisoformat(value) for value in values]
