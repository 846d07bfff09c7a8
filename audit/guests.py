"""Makes a case with a booking and a quote, and prints the pages that only their holders see.

A program of its own, `manage.py shell`: the ORM does not work beside the event loop that drives
the browser.
"""

from __future__ import annotations

import json
from datetime import timedelta

from django.db import transaction
from django.test import RequestFactory
from django.utils import timezone

from consult import links
from consult.bookings.models import EventType
from consult.bookings.services import book, free_slots
from consult.errors import server_error
from tests.people import open_case_for_ada
from tests.quotes.offers import path_of, sent


def main() -> None:
    now = timezone.now()
    with transaction.atomic():
        case = open_case_for_ada(now)
    event_type = EventType.objects.select_related("host").get()
    today = now.date()
    slot, *_ = free_slots(
        event_type=event_type,
        first=today,
        last=today + timedelta(days=14),
        time_zone=case.time_zone,
        now=now,
    )
    booking = book(
        event_type=event_type,
        case=case,
        starts_at=slot.starts_at,
        time_zone=case.time_zone,
        now=now,
    )
    pages = {
        "case": case.get_absolute_url(),
        "booking": f"/book/{links.token('booking', booking)}/",
        "quote": path_of(sent(case, now)),
        "server_error": server_error(RequestFactory(SERVER_NAME="localhost").get("/")).text,
    }
    print(json.dumps(pages))
