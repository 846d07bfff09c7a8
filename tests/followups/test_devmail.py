"""The mail page of a development machine, over what the backend of the same module has written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from consult import devmail, urls
from consult.bookings.models import EventType
from consult.bookings.services import book
from consult.followups.delivery import send_batch
from tests.followups.letters import states, waiting
from tests.people import NOW, open_case_for_ada

pytestmark = pytest.mark.django_db

# Tests run with Django's own mail backend, for which the product has no such page.
urlpatterns = [path("dev/mail/", include((devmail.urlpatterns, "devmail"))), *urls.urlpatterns]


@pytest.fixture(autouse=True)
def development(settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "consult.devmail.EmailBackend"
    settings.DEV_MAIL_DIR = tmp_path / "mail"
    settings.ROOT_URLCONF = __name__


def names(settings: Settings) -> list[str]:
    return sorted(file.stem for file in settings.DEV_MAIL_DIR.iterdir())


def test_an_empty_inbox_says_so(client: Client) -> None:
    assert "Nothing was sent yet." in client.get("/dev/mail/").content.decode()


def test_a_mail_is_listed_and_shown_in_all_its_parts(
    client: Client, settings: Settings, call: EventType
) -> None:
    starts_at = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    case = open_case_for_ada()
    book(event_type=call, case=case, starts_at=starts_at, time_zone="America/New_York", now=NOW)
    send_batch(now=NOW)
    assert states()[:2] == [("sent",), ("sent",)]
    name, _ = names(settings)
    inbox = client.get("/dev/mail/").content.decode()
    assert f'href="/dev/mail/{name}/"' in inbox
    assert "Your call on Tuesday 24 November at 03:00" in inbox
    page = client.get(f"/dev/mail/{name}/").content.decode()
    for words in (
        "Hello Ada Okafor,",
        "call.ics",
        "METHOD:REQUEST",
        f'src="/dev/mail/{name}/html/"',
    ):
        assert words in page
    html = client.get(f"/dev/mail/{name}/html/")
    assert "Your call is booked" in html.content.decode()
    assert html["X-Frame-Options"] == "SAMEORIGIN"
    assert html["Content-Security-Policy"].startswith("default-src 'none'; style-src")


def test_a_mail_that_is_not_there_is_a_404(client: Client, settings: Settings) -> None:
    waiting(0)
    for name in ("nothing", "..", "%2e%2e%2fsecret-key"):
        assert client.get(f"/dev/mail/{name}/").status_code == 404
        assert client.get(f"/dev/mail/{name}/html/").status_code == 404
