"""From the start to the receipt: two cookies, and nothing about the visitor in an address."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest
from django.test import Client

from advisor.models import MatrixVersion
from tests.intake.pages import Page
from tests.intake.visit import START

CHECKOUT = Path(__file__).resolve().parents[2]
TYPED = {
    "what": "Zebra forecasts.",
    "integrations": "Quagga ERP",
    "notes": "Okapi.",
    "name": "Ada Okafor",
    "email": "ada@client.example",
    "company": "Okafor Freight",
    "phone": "+49 30 5550100",
    "time_zone": "America/New_York",
}


def journey(client: Client) -> Iterator[Any]:
    """Every answer on the way, each page sent as its form says, until there is no way on."""
    path = START
    while "/receipt/" not in path:
        seen = client.get(path)
        yield seen
        page = Page.of(seen.text)
        done = client.post(page.action, page.filled(TYPED))
        assert done.status_code == 303, done.text
        yield done
        path = done.headers["Location"]
    yield client.get(path)


@pytest.fixture
def answers(version: MatrixVersion) -> list[Any]:
    return list(journey(Client(enforce_csrf_checks=True)))


def test_only_the_session_and_the_protection_against_forged_forms_are_set(
    answers: list[Any],
) -> None:
    assert {name for answer in answers for name in answer.cookies} == {"sessionid", "csrftoken"}
    assert list(answers[0].cookies) == ["csrftoken"]
    assert [answer.request["PATH_INFO"] for answer in answers if "sessionid" in answer.cookies] == [
        START
    ]
    session = answers[1].cookies["sessionid"]
    assert (session["httponly"], session["samesite"], session["domain"]) == (True, "Lax", "")
    assert answers[0].cookies["csrftoken"]["samesite"] == "Lax"


def test_no_address_says_anything_of_the_visitor(answers: list[Any]) -> None:
    led = [answer.headers["Location"] for answer in answers if answer.status_code == 303]
    shown = [address for answer in answers for address in Page.of(answer.text).addresses]
    addresses = [unquote_plus(address) for address in (*led, *shown)]
    assert len(led) > 8
    assert [a for a in addresses for value in TYPED.values() if value in a] == []


def test_the_session_holds_one_random_key(version: MatrixVersion) -> None:
    client = Client()
    list(journey(client))
    assert list(client.session.keys()) == ["browser"]


def test_in_production_they_are_sent_over_https_alone() -> None:
    production = {
        "PRODUCTION": "1",
        "SECRET_KEY": "only-for-this-test",
        "SITE_URL": "https://practice.example",
        "DATABASE_URL": "postgresql://user@localhost/name",
        "REDIS_URL": "redis://localhost/0",
        "EMAIL_URL": "smtp://localhost",
    }
    names = ["SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_SECURE"]
    names += ["SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE"]
    told = (
        "import json; from django.conf import settings; "
        f"print(json.dumps([getattr(settings, name) for name in {names}]))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", told],
        cwd=CHECKOUT,
        env={**os.environ, **production, "DJANGO_SETTINGS_MODULE": "consult.settings"},
        capture_output=True,
        check=True,
    )
    assert json.loads(answer.stdout) == [True, True, True, "Lax", "Lax"]
