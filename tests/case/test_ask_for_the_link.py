"""Whoever asks for the link to everything that is kept: the answer is the same for all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from consult import links
from consult.case import data_views, services
from consult.case.services import mail_data_link
from consult.intake.models import Intake
from consult.leads.models import Case
from tests import people
from tests.case.person import ada_with_everything, begun, mailed
from tests.people import (
    ada_contact,
    fill_in,
)
from tests.staff.admin_form import press, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return ada_with_everything()


def test_an_address_gets_three_mails_a_day_whoever_asks(client: Client, case: Case) -> None:
    def asked() -> str:
        return client.post(f"/case/{links.token('case', case)}/data/", follow=True).text

    pages = [hide(asked()) for _ in range(4)]
    assert len(mailed()) == 3
    assert len(set(pages)) == 1
    assert mail_data_link(lead=case.lead, now=timezone.now() + timedelta(days=1, minutes=1))


def test_without_that_limit_there_would_be_more(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MOST_DATA_LINKS", 99)
    assert [mail_data_link(lead=case.lead, now=timezone.now()) for _ in range(4)] == [True] * 4


def hide(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def test_who_lost_the_link_gets_the_same_answer_as_a_stranger(client: Client, case: Case) -> None:
    known = client.post("/data/", {"email": "Ada@Client.example"})
    stranger = client.post("/data/", {"email": "nobody@client.example"})
    assert (known.status_code, stranger.status_code) == (200, 200)
    assert hide(known.text) == hide(stranger.text)
    assert len(mailed()) == 1


def test_who_has_only_begun_is_told_that_there_is_no_link(client: Client, case: Case) -> None:
    assert case.intake
    contact = ada_contact(email="bob@client.example").model_dump(mode="json")
    fill_in(begun(case.intake), {"contact": contact})
    page = words(client.post("/data/", {"email": "bob@client.example"}))
    assert "If you sent us an enquiry or booked a call with this address" in page
    assert "only begun has no such link: it is deleted by itself, after 90 days at the" in page
    assert mailed() == []


class Clock:
    """Milliseconds, one for each question to the database: the same on every machine."""

    def __init__(self) -> None:
        self.now = 0

    def monotonic(self) -> float:
        return self.now / 1000

    def sleep(self, seconds: float) -> None:
        self.now += round(seconds * 1000)

    def ask(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.now += 1
        return execute(*args)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    clock = Clock()
    monkeypatch.setattr(data_views, "monotonic", clock.monotonic)
    monkeypatch.setattr(data_views, "sleep", clock.sleep)
    with connection.execute_wrapper(clock.ask):
        yield clock


def times_to_ask(client: Client, clock: Clock, *addresses: str) -> list[int]:
    """How many milliseconds it takes to answer each of them."""
    times = []
    for email in addresses:
        begun = clock.now
        assert client.post("/data/", {"email": email}).status_code == 200
        times.append(clock.now - begun)
    return times


def test_how_long_the_answer_takes_tells_nothing_either(
    client: Client, case: Case, clock: Clock
) -> None:
    known, stranger = times_to_ask(client, clock, case.email, "nobody@client.example")
    assert known == stranger >= data_views.LEAST_TIME * 1000


def test_without_the_wait_it_would(
    client: Client, case: Case, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_views, "LEAST_TIME", 0)
    known, stranger = times_to_ask(client, clock, case.email, "nobody@client.example")
    assert known > stranger


@pytest.mark.parametrize("email", ["", "x", "a@b", "\0", "x" * 300 + "@client.example", "é@é"])
def test_what_is_no_address_is_said(client: Client, email: str) -> None:
    response = client.post("/data/", {"email": email})
    assert response.status_code == 422
    assert "There is a problem" in response.text


def test_the_form_cannot_be_overrun(client: Client) -> None:
    found = [client.post("/data/", {"email": f"{n}@client.example"}).status_code for n in range(7)]
    assert found == [200] * 6 + [429]


def test_staff_can_send_that_mail(client: Client, case: Case) -> None:
    client.force_login(people.sam())
    response = press(client, f"/admin/leads/lead/{case.lead_id}/change/", "_data_link")
    assert "A link to everything kept was mailed to the person." in words(response)
    assert len(mailed()) == 1
    assert Intake.objects.exists()
