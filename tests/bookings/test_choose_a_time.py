from __future__ import annotations

import re
from datetime import UTC, datetime, time
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from consult import links
from consult.bookings.models import Availability
from consult.bookings.picker import pick
from consult.bookings.services import book
from consult.bookings.slots import by_day
from tests.bookings.offered import every_free_slot, offered
from tests.people import discovery_call, open_case_for_ada

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")


def chosen_zone(html: str) -> list[str]:
    return re.findall(r'<option value="([^"]+)" selected', html)


def test_every_day_shows_exactly_what_is_free_then(client: Client) -> None:
    event_type = discovery_call()
    free = every_free_slot(event_type)
    shown: list[datetime] = []
    address: str | None = "/book/"
    while address:
        page = client.get(address).content.decode()
        days = re.findall(r'<a id="day-[^"]+" href="([^"]+)"', page)
        shown += [
            start
            for day in days
            for start in offered(client.get("/book/" + unescape(day)).content.decode())
        ]
        later = re.search(r'<a id="days-later" [^>]*href="([^"]+)"', page)
        address = "/book/" + unescape(later[1]) if later else None
    assert shown == [slot.starts_at for slot in free]


def test_ten_free_days_are_shown_together_with_ways_to_the_others(client: Client) -> None:
    days = list(by_day(every_free_slot(discovery_call()), BERLIN))
    page = client.get(f"/book/?from=choosing&day={days[12]}").content.decode()
    links = re.findall(r'<a id="days?-[^"]+"[^>]* href="([^"]+)"', page)
    days_linked = [*days[10:20], days[0], *days[20:21]]
    assert [unescape(link) for link in links] == [
        f"?from=choosing&day={day}&tz=Europe%2FBerlin" for day in days_linked
    ]


def test_the_first_free_day_is_shown_in_the_practices_zone(client: Client) -> None:
    free = every_free_slot(discovery_call())
    page = client.get("/book/").content.decode()
    local = free[0].starts_at.astimezone(BERLIN)
    assert offered(page) == [slot.starts_at for slot in by_day(free, BERLIN)[local.date()]]
    assert chosen_zone(page) == ["Europe/Berlin"]
    assert f"Times are in Europe/Berlin (UTC{local.isoformat()[-6:]})." in page
    assert f"{local:%H:%M}</label>" in page


def test_times_are_the_visitors_own(client: Client) -> None:
    discovery_call()
    page = client.get("/book/?tz=Asia/Kathmandu").content.decode()
    local = offered(page)[0].astimezone(ZoneInfo("Asia/Kathmandu"))
    assert chosen_zone(page) == ["Asia/Kathmandu"]
    assert f"{local:%H:%M}</label>" in page
    assert "Times are in Asia/Kathmandu (UTC+05:45)." in page


def test_an_hour_that_comes_twice_says_which_it_is() -> None:
    event_type = discovery_call()
    event_type.host.availabilities.all().delete()
    Availability.objects.create(
        host=event_type.host, weekday=6, starts=time(5, 45), ends=time(7, 15)
    )
    picker = pick(
        event_type=event_type,
        tz="America/New_York",
        usual="Europe/Berlin",
        day="2026-11-01",
        now=datetime(2026, 10, 20, tzinfo=UTC),
    )
    assert picker.choices == [
        ("2026-11-01T04:45:00+00:00", "00:45"),
        ("2026-11-01T05:00:00+00:00", "01:00 EDT"),
        ("2026-11-01T05:15:00+00:00", "01:15"),
        ("2026-11-01T05:30:00+00:00", "01:30"),
        ("2026-11-01T05:45:00+00:00", "01:45"),
        ("2026-11-01T06:00:00+00:00", "01:00 EST"),
    ]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("tz=Mars/Olympus", "That time zone is not known here."),
        ("tz=../../etc/passwd", "That time zone is not known here."),
        ("tz=", "That time zone is not known here."),
        ("tz=%ED%A0%80", "That time zone is not known here."),
        ("tz=" + "x" * 5000, "That time zone is not known here."),
        ("tz=<script>alert(1)</script>", "That time zone is not known here."),
        ("day=yesterday", "That day could not be read."),
        ("day=2026-02-30", "That day could not be read."),
        ("day=", "That day could not be read."),
        ("day=<b>", "That day could not be read."),
    ],
)
def test_a_bad_zone_or_day_is_said_and_the_rest_is_shown(
    client: Client, query: str, sentence: str
) -> None:
    free = every_free_slot(discovery_call())
    response = client.get(f"/book/?from=choosing&{query}")
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert offered(page)[0] == free[0].starts_at
    assert '<input type="hidden" name="from" value="choosing">' in page
    assert "<script>alert" not in page
    assert "day=<b>" not in page


@pytest.mark.parametrize("query", ["tz=%00", "day=%00", "case=%00", "%00=1"])
def test_a_nul_in_the_address_is_refused_in_words(client: Client, query: str) -> None:
    response = client.get(f"/book/?{query}")
    assert response.status_code == 400
    assert "contains a character that cannot be read" in response.content.decode()


def test_the_zone_is_kept_when_only_the_day_is_bad(client: Client) -> None:
    discovery_call()
    page = client.get("/book/?tz=Asia/Kathmandu&day=soon").content.decode()
    assert chosen_zone(page) == ["Asia/Kathmandu"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_without_a_free_time_leads_to_the_next(client: Client, day: str) -> None:
    free = every_free_slot(discovery_call())
    response = client.get(f"/book/?day={day}")
    page = response.content.decode()
    assert response.status_code == 200
    assert "Nothing is free on" in page
    assert offered(page)[0] == free[0].starts_at


def test_a_booked_slot_is_shown_to_nobody_any_more(client: Client) -> None:
    event_type = discovery_call()
    first = every_free_slot(event_type)[0].starts_at
    assert first in offered(client.get("/book/").content.decode())
    case = open_case_for_ada()
    book(event_type=event_type, case=case, starts_at=first, time_zone="UTC", now=timezone.now())
    assert first not in offered(client.get("/book/").content.decode())


def test_when_nothing_is_free_the_page_says_where_to_write(client: Client) -> None:
    discovery_call()
    Availability.objects.all().delete()
    page = client.get("/book/").content.decode()
    assert offered(page) == []
    assert "No time is free in the coming weeks. Please write to hello@practice.example." in page


def test_without_a_kind_of_call_the_page_says_where_to_write(client: Client) -> None:
    response = client.get("/book/")
    assert response.status_code == 404
    assert "Please write to hello@practice.example." in response.content.decode()


def test_htmx_gets_the_times_alone_and_history_the_whole_page(client: Client) -> None:
    discovery_call()
    part = client.get("/book/?tz=Asia/Kathmandu", headers={"HX-Request": "true"})
    whole = client.get(
        "/book/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )
    assert part.content.decode().startswith('<div id="slots"')
    assert "<!doctype html>" in whole.content.decode()
    assert part.headers["Vary"].startswith("HX-Request")


def test_for_a_case_only_the_time_is_asked_and_nothing_personal_is_shown(client: Client) -> None:
    discovery_call()
    case = open_case_for_ada()
    token = links.token("case", case)
    response = client.get("/book/", {"case": token})
    page = response.content.decode()
    assert chosen_zone(page) == ["America/New_York"]
    assert f'href="/case/{token}/"' in page
    assert not {"name", "email", "consent"} & set(re.findall(r'name="(\w+)"', page))
    assert not [word for word in ("Okafor", "client.example") if word in page]
    assert '<meta name="robots" content="noindex">' in page
    assert '<meta name="robots"' not in client.get("/book/").text
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("token", ["", "x", "1-1~forged", "1-1", "~", "9" * 4000, "<b>"])
def test_a_wrong_case_link_is_not_found(client: Client, token: str) -> None:
    discovery_call()
    assert client.get("/book/", {"case": token}).status_code == 404
    assert client.post(f"/book/?case={token}").status_code == 404


def test_a_link_for_another_purpose_or_a_revoked_one_is_not_found(client: Client) -> None:
    discovery_call()
    case = open_case_for_ada()
    token = links.token("case", case)
    assert client.get("/book/", {"case": links.token("quote", case)}).status_code == 404
    case.link_generation += 1
    case.save()
    assert client.get("/book/", {"case": token}).status_code == 404
