from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from consult import links
from consult.bookings.models import Booking
from consult.bookings.services import book, cancel
from tests.bookings.offered import every_free_slot
from tests.people import discovery_call, open_case_for_ada

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking() -> Booking:
    event_type, case = discovery_call(), open_case_for_ada()
    return book(
        event_type=event_type,
        case=case,
        starts_at=every_free_slot(event_type)[0].starts_at,
        time_zone="America/New_York",
        now=timezone.now(),
    )


def address(booking: Booking) -> str:
    return f"/book/{links.token('booking', booking)}/"


def move(booking: Booking, starts_at: datetime) -> None:
    Booking.objects.update(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=15))


def test_the_page_says_when_for_both_sides_and_nothing_about_the_person(
    client: Client, booking: Booking
) -> None:
    # A summer day, when the clocks of both sides are in summer time.
    move(booking, datetime(2999, 7, 2, 13, 0, tzinfo=UTC))
    page = client.get(address(booking)).content.decode()
    assert "Your call is booked" in page
    assert "Tuesday 2 July 2999, 09:00–09:15" in page
    assert "America/New York (UTC-04:00)" in page
    assert "Tuesday 2 July 2999, 15:00–15:15" in page
    assert "Europe/Berlin (UTC+02:00)" in page
    assert f'href="/case/{links.token("case", booking.case)}/"' in page
    assert not [word for word in ("Ada", "Okafor", "client.example") if word in page]


def test_the_page_is_private(client: Client, booking: Booking) -> None:
    for path in (address(booking), address(booking) + "call.ics"):
        cache = client.get(path).headers["Cache-Control"]
        assert {part.strip() for part in cache.split(",")} >= {"private", "no-store"}
    page = client.get(address(booking)).content.decode()
    assert '<meta name="robots" content="noindex">' in page
    assert '<link rel="canonical"' not in page


@pytest.mark.parametrize("page", ["", "cancel/", "call.ics"])
@pytest.mark.parametrize("token", ["x", "1-1~forged", "1-1", "é", "9" * 3000, "<b>"])
def test_a_wrong_link_is_not_found(client: Client, token: str, page: str) -> None:
    assert client.get(f"/book/{token}/{page}").status_code == 404
    assert client.post(f"/book/{token}/cancel/").status_code == 404


@pytest.mark.parametrize("page", ["", "cancel/", "call.ics"])
def test_a_link_of_another_purpose_or_a_revoked_one_is_not_found(
    client: Client, booking: Booking, page: str
) -> None:
    assert client.get(f"/book/{links.token('case', booking)}/{page}").status_code == 404
    path = address(booking) + page
    Booking.objects.update(link_generation=2)
    assert client.get(path).status_code == 404


def test_the_calendar_file_holds_the_call(client: Client, booking: Booking) -> None:
    response = client.get(address(booking) + "call.ics")
    calendar = Calendar.from_ical(response.content)
    [event] = calendar.walk("VEVENT")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"
    assert response.headers["Content-Disposition"] == 'attachment; filename="call.ics"'
    assert (calendar["METHOD"], event["UID"], event["SEQUENCE"]) == (
        "REQUEST",
        f"{booking.uid}@localhost",
        0,
    )
    times = (event.decoded("DTSTART"), event.decoded("DTEND"))
    assert times == (booking.starts_at, booking.ends_at)
    assert str(event["URL"]).endswith(address(booking))
    assert event["ORGANIZER"] == "mailto:lin@practice.example"
    assert event["ATTENDEE"] == "mailto:ada@client.example"


def test_the_calendar_file_of_a_cancelled_call_takes_it_out_again(
    client: Client, booking: Booking
) -> None:
    cancel(booking=booking, now=timezone.now())
    response = client.get(address(booking) + "call.ics")
    calendar = Calendar.from_ical(response.content)
    [event] = calendar.walk("VEVENT")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8; method=CANCEL"
    assert (calendar["METHOD"], event["UID"], event["SEQUENCE"], event["STATUS"]) == (
        "CANCEL",
        f"{booking.uid}@localhost",
        1,
        "CANCELLED",
    )


def test_one_press_cancels_and_offers_another_time(client: Client, booking: Booking) -> None:
    response = client.post(address(booking) + "cancel/", follow=True)
    page = response.content.decode()
    booking.refresh_from_db()
    assert response.redirect_chain == [(address(booking), 303)]
    assert booking.status == "cancelled"
    assert "This call is cancelled" in page
    assert f'href="/book/?case={links.token("case", booking.case)}"' in page
    assert "Cancel this call" not in page
    assert "call.ics" not in page


def test_cancelling_again_changes_nothing(client: Client, booking: Booking) -> None:
    first, second = (client.post(address(booking) + "cancel/") for _ in range(2))
    booking.refresh_from_db()
    assert (first.status_code, second.status_code, booking.sequence) == (303, 303, 1)


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_only_a_post_cancels(client: Client, booking: Booking, method: str) -> None:
    response = getattr(client, method)(address(booking) + "cancel/")
    booking.refresh_from_db()
    assert (response.status_code, response.headers["Location"]) == (303, address(booking))
    assert booking.status == "confirmed"


def test_a_call_that_has_begun_cannot_be_cancelled(client: Client, booking: Booking) -> None:
    move(booking, timezone.now() - timedelta(minutes=5))
    page = client.get(address(booking)).content.decode()
    response = client.post(address(booking) + "cancel/")
    booking.refresh_from_db()
    assert "Cancel this call" not in page
    assert response.status_code == 409
    assert "This call has already begun" in response.content.decode()
    assert booking.status == "confirmed"


def test_a_cancellation_from_another_site_is_refused(booking: Booking) -> None:
    response = Client(enforce_csrf_checks=True).post(address(booking) + "cancel/")
    booking.refresh_from_db()
    assert (response.status_code, booking.status) == (403, "confirmed")
