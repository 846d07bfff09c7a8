"""A booking as iCalendar text (RFC 5545), with the methods of RFC 5546."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import quote

from icalendar import Calendar, Event, vCalAddress

Method = Literal["REQUEST", "CANCEL"]


@dataclass(frozen=True)
class BookingFacts:
    """What a calendar needs to know; `stamp` is the time at which the text is made.

    Without `url` and `visitor_email` it says nothing of the visitor.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    stamp: datetime
    summary: str
    url: str
    host_name: str
    host_email: str
    visitor_name: str
    visitor_email: str


def invitation(facts: BookingFacts, method: Method) -> str:
    """The text of an .ics file, its lines ended by CRLF; all times in UTC.

    The same `uid` with a higher `sequence` replaces what a calendar has kept before.
    """
    event = Event()
    event.add("uid", facts.uid)
    event.add("sequence", facts.sequence)
    event.add("dtstamp", facts.stamp.astimezone(UTC))
    event.add("dtstart", facts.starts_at.astimezone(UTC))
    event.add("dtend", facts.ends_at.astimezone(UTC))
    event.add("summary", facts.summary)
    if facts.url:
        event.add("url", facts.url)
    event.add("status", "CONFIRMED" if method == "REQUEST" else "CANCELLED")
    event.add("organizer", _person(facts.host_name, facts.host_email))
    if facts.visitor_email:
        event.add("attendee", _visitor(facts))

    calendar = Calendar()
    calendar.add("prodid", "-//consult//bookings//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text.decode()


def _visitor(facts: BookingFacts) -> vCalAddress:
    attendee = _person(facts.visitor_name, facts.visitor_email)
    attendee.params["role"] = "REQ-PARTICIPANT"
    # The visitor chose the time: no calendar needs to ask for an answer.
    attendee.params["partstat"] = "ACCEPTED"
    attendee.params["rsvp"] = "FALSE"
    return attendee


def _person(name: str, email: str) -> vCalAddress:
    address = vCalAddress("mailto:" + quote(email, safe="@+'=!"))
    # RFC 5545 has no escape for control characters, and parsers refuse the whole line.
    address.params["cn"] = re.sub(r"[\x00-\x1f\x7f]+", " ", name)
    return address
