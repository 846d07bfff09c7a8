from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from consult.bookings.calendar import BookingFacts, invitation

FACTS = BookingFacts(
    uid="0f1e2d3c-0000-4000-8000-000000000001@practice.example",
    sequence=0,
    starts_at=datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Berlin")),
    ends_at=datetime(2026, 11, 24, 9, 15, tzinfo=ZoneInfo("Europe/Berlin")),
    stamp=datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
    summary="15-minute discovery call",
    url="https://practice.example/book/12-1~abc/",
    host_name="Lin",
    host_email="lin@practice.example",
    visitor_name="Ada Okafor",
    visitor_email="ada@client.example",
)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_an_invitation_says_who_meets_whom_and_when() -> None:
    assert sorted(unfolded(invitation(FACTS, "REQUEST"))) == sorted(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//consult//bookings//EN",
            "METHOD:REQUEST",
            "BEGIN:VEVENT",
            "SUMMARY:15-minute discovery call",
            "DTSTART:20261124T080000Z",
            "DTEND:20261124T081500Z",
            "DTSTAMP:20261123T080000Z",
            "UID:0f1e2d3c-0000-4000-8000-000000000001@practice.example",
            "SEQUENCE:0",
            "STATUS:CONFIRMED",
            "ORGANIZER;CN=Lin:mailto:lin@practice.example",
            'ATTENDEE;CN="Ada Okafor";PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=FALSE'
            ":mailto:ada@client.example",
            "URL:https://practice.example/book/12-1~abc/",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    )


def test_a_cancellation_names_the_same_event_with_a_higher_sequence() -> None:
    [event] = Calendar.from_ical(invitation(replace(FACTS, sequence=1), "CANCEL")).walk("VEVENT")
    said = {key: event[key] for key in ("UID", "SEQUENCE", "STATUS")}
    assert said == {"UID": FACTS.uid, "SEQUENCE": 1, "STATUS": "CANCELLED"}
    assert Calendar.from_ical(invitation(FACTS, "CANCEL"))["METHOD"] == "CANCEL"


def test_every_line_ends_with_crlf_and_is_at_most_75_bytes() -> None:
    long = replace(FACTS, summary="Ein Gespräch über Architektur " * 10, visitor_name="Zoë 😀" * 20)
    text = invitation(long, "REQUEST")
    assert text.count("\n") == text.count("\r\n") == text.count("\r")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


@pytest.mark.parametrize(
    "name",
    ['Ada "the Countess" O\'Hara', "Okafor, Ada; CN=Sam: x", "^n ^^ \\n", "<b>Ada</b>", "ا‍دا 😀"],
)
def test_any_name_comes_back_as_it_was_typed(name: str) -> None:
    facts = replace(FACTS, visitor_name=name, summary=name)
    [event] = Calendar.from_ical(invitation(facts, "REQUEST")).walk("VEVENT")
    assert (event["ATTENDEE"].params["CN"], str(event["SUMMARY"])) == (name, name)


def test_a_control_character_does_not_make_the_attendee_unreadable() -> None:
    text = invitation(replace(FACTS, visitor_name="Ada\r\nATTENDEE:x\x07\x7fOkafor"), "REQUEST")
    [event] = Calendar.from_ical(text).walk("VEVENT")
    assert event["ATTENDEE"].params["CN"] == "Ada ATTENDEE:x Okafor"
