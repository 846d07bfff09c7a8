from __future__ import annotations

import re
import uuid
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from consult import links
from consult.bookings.models import Booking, EventType
from consult.bookings.services import book
from consult.intake.source import Source
from consult.leads.models import Case, Lead
from consult.models import TokenBucket
from tests.bookings.offered import every_free_slot, offered
from tests.people import discovery_call, open_case_for_ada

pytestmark = pytest.mark.django_db

TYPED = {"name": "Ada Okafor", "email": "ada@client.example", "consent": "on"}


def form(event_type: EventType, **changes: str) -> dict[str, str]:
    """What Ada's browser sends, with *changes*."""
    return {
        **TYPED,
        "starts_at": every_free_slot(event_type)[0].starts_at.isoformat(),
        "time_zone": "America/New_York",
        "submission_id": str(uuid.uuid4()),
        **changes,
    }


def test_a_stranger_books_and_becomes_a_lead_with_a_source(client: Client) -> None:
    event_type = discovery_call()
    typed = form(event_type)
    response = client.post("/book/?from=choosing&cta=call&utm_source=letter&day=2026-11-24", typed)
    booking, case = Booking.objects.get(), Case.objects.get()
    assert response.status_code == 303
    assert response.headers["Location"] == f"/book/{links.token('booking', booking)}/"
    assert (booking.case, booking.time_zone) == (case, "America/New_York")
    assert booking.starts_at.isoformat() == typed["starts_at"]
    assert (case.name, case.email, case.time_zone) == (
        "Ada Okafor",
        "ada@client.example",
        "America/New_York",
    )
    utm = {"utm_source": "letter"}
    assert Source.model_validate(case.source) == Source(article="choosing", cta="call", utm=utm)
    assert case.consent_version
    assert case.lead.stage == "call_booked"


def test_for_a_case_nothing_but_the_time_is_needed(client: Client) -> None:
    typed = form(discovery_call())
    case = open_case_for_ada()
    token = links.token("case", case)
    only = {key: typed[key] for key in ("starts_at", "time_zone")}
    response = client.post(f"/book/?case={token}", only)
    booking = Booking.objects.get()
    assert response.headers["Location"] == f"/book/{links.token('booking', booking)}/"
    assert (booking.case, Case.objects.count(), Lead.objects.count()) == (case, 1, 1)


def test_no_browser_keeps_a_copy_of_the_page_with_what_was_typed_on_it(client: Client) -> None:
    discovery_call()
    assert 'data-hx-history="false"' in client.get("/book/").text


def test_a_form_sent_twice_leads_to_the_same_page(client: Client) -> None:
    typed = form(discovery_call())
    first, second = (client.post("/book/", typed) for _ in range(2))
    assert (second.status_code, second.headers["Location"]) == (303, first.headers["Location"])
    assert (Booking.objects.count(), Case.objects.count()) == (1, 1)


def test_a_case_that_sends_its_form_twice_is_led_to_the_same_page(client: Client) -> None:
    typed = form(discovery_call())
    address = f"/book/?case={links.token('case', open_case_for_ada())}"
    first = client.post(address, typed)
    second = client.post(address, {**typed, "submission_id": ""})
    assert (second.status_code, second.headers["Location"]) == (303, first.headers["Location"])
    assert Booking.objects.count() == 1


def test_somebody_who_guesses_address_and_time_does_not_get_into_the_booking(
    client: Client,
) -> None:
    typed = form(discovery_call())
    client.post("/book/", typed)
    response = client.post("/book/", {**typed, "submission_id": str(uuid.uuid4())})
    assert response.status_code == 409
    assert links.token("booking", Booking.objects.get()) not in response.content.decode()


def test_when_the_slot_is_gone_everything_typed_stays_and_fresh_slots_are_shown(
    client: Client,
) -> None:
    event_type = discovery_call()
    # On the second day, whatever is left of the first: there are others on it.
    starts_at = every_free_slot(event_type)[20].starts_at
    typed = form(event_type, name="<b>Ada</b>", time_zone="Asia/Kathmandu")
    typed["starts_at"] = starts_at.isoformat()
    sam = open_case_for_ada(email="sam@client.example")
    book(event_type=event_type, case=sam, starts_at=starts_at, time_zone="UTC", now=timezone.now())
    response = client.post("/book/?from=choosing", typed)
    page = response.content.decode()
    assert response.status_code == 409
    assert "This time is no longer free. Please choose another one." in page
    assert 'value="&lt;b&gt;Ada&lt;/b&gt;"' in page
    assert 'value="ada@client.example"' in page
    assert re.search(r'name="consent"[^>]* checked', page)
    assert f'name="submission_id" value="{typed["submission_id"]}"' in page
    assert 'name="time_zone" value="Asia/Kathmandu"' in page
    assert 'action="/book/?from=choosing"' in page
    day = starts_at.astimezone(ZoneInfo("Asia/Kathmandu")).date()
    assert f"<legend>Time on {day:%A} {day.day} {day:%B}</legend>" in page
    assert "Times are in Asia/Kathmandu (UTC+05:45)." in page
    assert offered(page)
    assert starts_at not in offered(page)
    assert {s.astimezone(ZoneInfo("Asia/Kathmandu")).date() for s in offered(page)} == {day}
    assert (Booking.objects.count(), Case.objects.count()) == (1, 1)


HUGE = "😀" * 20_000
BAD = [
    ("starts_at", None, "Choose a time."),
    ("starts_at", "", "Choose a time."),
    ("starts_at", "tomorrow", "Choose one of the times shown."),
    ("starts_at", "2026-11-24T09:00:00", "Choose one of the times shown."),
    ("starts_at", "0001-01-01T00:00:00+14:00", "Choose one of the times shown."),
    ("starts_at", "9999-12-31T23:59:59-14:00", "Choose one of the times shown."),
    ("starts_at", "\0", "Null characters are not allowed."),
    ("starts_at", HUGE, "Choose one of the times shown."),
    ("starts_at", "<script>", "Choose one of the times shown."),
    ("time_zone", None, "Choose your time zone from the list, then choose a time again."),
    ("time_zone", "Mars/Olympus", "Choose your time zone from the list, then choose a time again."),
    ("time_zone", "\0", "Null characters are not allowed."),
    ("time_zone", HUGE, "Choose your time zone from the list, then choose a time again."),
    ("time_zone", "<script>", "Choose your time zone from the list, then choose a time again."),
    ("submission_id", "\0", "Null characters are not allowed."),
    ("name", None, "Enter your name."),
    ("name", " \n ", "Enter your name."),
    ("name", "Ada\0", "Remove the characters that cannot be read from this text."),
    ("name", "A\x01da", "Remove the characters that cannot be read from this text."),
    ("name", "Ada\r\nBcc: sam@practice.example", "Write this on one line."),
    ("name", HUGE, "Shorten this to 100 characters."),
    ("email", None, "Enter your e-mail address."),
    ("email", "ada", "Enter an e-mail address such as name@example.org."),
    ("email", '"a@b"@client.example', "Enter an e-mail address such as name@example.org."),
    ("email", "ada@client.example\0", "Null characters are not allowed."),
    ("email", "<b>@client.example", "Enter an e-mail address such as name@example.org."),
    ("email", HUGE + "@client.example", "Enter an e-mail address such as name@example.org."),
    ("email", "İ" * 120 + "@client.example", "Enter an e-mail address such as name@example.org."),
    ("email", "a@" + "İ." * 120 + "com", "Enter an e-mail address such as name@example.org."),
    ("consent", None, "Tick the box: without it we may not keep your booking."),
    ("consent", "False", "Tick the box: without it we may not keep your booking."),
]


@pytest.mark.parametrize(("field", "value", "sentence"), BAD)
def test_bad_input_is_answered_with_a_sentence_and_what_was_typed(
    client: Client, field: str, value: str | None, sentence: str
) -> None:
    typed = form(discovery_call())
    sent = {key: text for key, text in {**typed, field: value}.items() if text is not None}
    response = client.post("/book/?tz=Asia/Kathmandu", sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "There is a problem" in page
    assert "<script>" not in page
    for other in {"name", "email"} - {field}:
        assert f'value="{typed[other]}"' in page
    if field != "starts_at":
        assert re.search(rf'value="{re.escape(typed["starts_at"])}"[^>]* checked', page)
    if field == "time_zone":
        assert 'name="time_zone" value="Asia/Kathmandu"' in page
    assert (Booking.objects.count(), Case.objects.count()) == (0, 0)


@pytest.mark.parametrize("tz", ["Mars/Olympus", "../../etc/passwd", "%ED%A0%80", ""])
def test_a_bad_zone_in_both_form_and_address_is_answered_with_a_sentence(
    client: Client, tz: str
) -> None:
    typed = form(discovery_call(), time_zone="Mars/Olympus")
    response = client.post(f"/book/?tz={tz}", typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Choose your time zone from the list, then choose a time again." in page
    assert re.search(rf'value="{re.escape(typed["starts_at"])}"[^>]* checked', page)


def test_an_id_that_is_no_id_does_no_harm(client: Client) -> None:
    response = client.post("/book/", form(discovery_call(), submission_id="<b>" * 100))
    assert (response.status_code, Booking.objects.count()) == (303, 1)


def test_a_body_beyond_all_measure_is_refused_in_words(client: Client) -> None:
    response = client.post("/book/", form(discovery_call(), name="x" * 960_000))
    assert response.status_code == 413
    assert "Nothing was saved or sent." in response.content.decode()


def test_an_unpaired_surrogate_in_a_name_is_refused(client: Client) -> None:
    typed = form(discovery_call())
    body = "&".join(f"{key}={value}" for key, value in typed.items() if key != "name")
    body = body.replace("+", "%2B") + "&name=Ada%ED%A0%80"
    response = client.post("/book/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422
    assert "Remove the characters that cannot be read" in response.content.decode()
    assert Case.objects.count() == 0


def test_a_post_from_another_site_is_refused() -> None:
    typed = form(discovery_call())
    assert Client(enforce_csrf_checks=True).post("/book/", typed).status_code == 403
    assert Booking.objects.count() == 0


def test_who_books_again_and_again_is_asked_to_wait_and_can_send_it_once_more(
    client: Client,
) -> None:
    typed = form(discovery_call())
    assert client.post("/book/", typed).status_code == 303
    TokenBucket.objects.update(full_at=timezone.now() + timedelta(hours=1))
    refused = client.post("/book/", {**typed, "name": "Eve", "email": "eve@client.example"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "15")
    assert 'value="eve@client.example"' in refused.text
    assert client.get("/book/").status_code == 200
    assert Lead.objects.count() == 1
