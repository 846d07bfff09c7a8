"""Save and finish later: what the page says, the mail it asks for, and links made useless."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from consult.intake.admin import IntakeAdmin
from consult.intake.models import Intake
from consult.intake.resume_link import find, resume_url, revoke
from consult.intake.signals import resume_requested
from tests.intake.visit import START, Visit
from tests.people import hold, sam

LATER = START + "later/"


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """The addresses for which a link was asked."""
    addresses: list[str] = []

    def listen(sender: object, email: str, **kwargs: object) -> None:
        addresses.append(email)

    resume_requested.connect(listen)
    yield addresses
    resume_requested.disconnect(listen)


def day(at: datetime) -> str:
    return date_format(at.astimezone(ZoneInfo(settings.PRACTICE["time_zone"])), "DATE_FORMAT")


def token_of(intake: Intake) -> str:
    return resume_url(intake).split("/")[-2]


@pytest.mark.parametrize("step", ["q-workload", "verdict", "brief", "plans", "contact", "check"])
def test_every_page_leads_there(ada: Visit, step: str) -> None:
    ada.reach(step)
    assert f'href="{LATER}"' in ada.get(step).text


def test_it_says_how_far_the_enquiry_is_and_until_when_it_is_kept(ada: Visit) -> None:
    ada.reach("brief")
    page = ada.client.get(LATER)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    assert 'data-hx-history="false"' in page.text
    assert "Step 6 of 9" in page.text
    assert day(ada.intake().saved_at + timedelta(days=30)) in page.text
    assert f'href="{START}brief/"' in page.text


def test_with_contact_data_it_is_kept_longer(ada: Visit) -> None:
    ada.reach("check")
    assert day(ada.intake().saved_at + timedelta(days=90)) in ada.client.get(LATER).text


def test_from_there_on_the_browser_finds_it_again_for_a_month(ada: Visit) -> None:
    ada.reach("brief")
    Session.objects.update(expire_date=timezone.now() + timedelta(days=2))
    ada.client.get(LATER)
    left = Session.objects.get().expire_date - timezone.now()
    assert timedelta(days=29, hours=23) < left <= timedelta(days=30)


def test_the_address_is_filled_in_only_once_it_was_given(ada: Visit) -> None:
    ada.reach("contact")
    assert "ada@client.example" not in ada.client.get(LATER).text
    ada.fill("contact")
    assert 'value="ada@client.example"' in ada.client.get(LATER).text


def test_the_link_is_asked_for_and_the_address_kept_nowhere_else(
    ada: Visit, asked: list[str]
) -> None:
    ada.reach("brief")
    answer = ada.client.post(LATER, {"email": "ada@home.example"})
    assert (answer.status_code, answer.headers["Location"]) == (303, LATER + "?sent=1")
    assert asked == ["ada@home.example"]
    assert set(ada.client.session.keys()) == {"browser"}
    said = "A link is on its way to the address that you entered"
    assert said in ada.client.get(LATER + "?sent=1").text
    assert said not in ada.client.get(LATER).text


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("", "Enter your e-mail address."),
        ("ada", "Enter an e-mail address such as name@example.org."),
        ("ada@client.example\nBcc: all@client.example", "Enter an e-mail address such as"),
        ("\x00", "Null characters are not allowed."),
        ("a" * 900_000, "Enter an e-mail address of at most 254 characters."),
        ("\N{REPLACEMENT CHARACTER}@client.example", "Enter an e-mail address such as"),
    ],
)
def test_an_address_that_is_none_is_named_by_the_field_and_above(
    ada: Visit, asked: list[str], email: str, sentence: str
) -> None:
    ada.reach("brief")
    page = ada.client.post(LATER, {"email": email})
    assert page.status_code == 422
    assert page.text.count(sentence) >= 2
    assert '<a href="#id_email">' in page.text
    assert "<title>Error: " in page.text
    assert asked == []


def test_without_an_enquiry_there_is_nothing_to_send(version: Any, client: Client) -> None:
    assert client.get(LATER).headers["Location"] == START + "?lost=1"
    for path in (LATER, LATER + "revoke/"):
        assert client.post(path, {"email": "ada@client.example"}).status_code == 409


def test_a_submitted_enquiry_has_a_receipt_instead(ada: Visit, asked: list[str]) -> None:
    ada.reach("check")
    ada.submit()
    receipt = f"/case/receipt/{ada.intake().submission_id}/"
    assert ada.client.get(LATER).headers["Location"] == receipt
    answer = ada.client.post(LATER, {"email": "ada@client.example"})
    assert (answer.headers["Location"], asked) == (receipt, [])


def test_nobody_has_mails_sent_without_end(ada: Visit, asked: list[str]) -> None:
    ada.reach("brief")
    data = {"email": "bob@client.example"}
    statuses = [ada.client.post(LATER, data).status_code for _ in range(12)]
    assert statuses == [303] * 10 + [429] * 2


def test_links_made_useless_close_the_enquiry_everywhere_else(ada: Visit) -> None:
    ada.reach("brief")
    intake, elsewhere = ada.intake(), Client()
    before = token_of(intake)
    hold(elsewhere, intake)
    assert ada.client.post(LATER + "revoke/").headers["Location"] == LATER + "?revoked=1"
    assert "Earlier links are switched off" in ada.client.get(LATER + "?revoked=1").text
    assert elsewhere.get(START + "brief/").headers["Location"] == START + "?lost=1"
    assert Client().get(f"/resume/{before}/").status_code == 404
    assert ada.get("brief").status_code == 200
    intake.refresh_from_db()
    assert find(token_of(intake), timezone.now())[0] == intake


def test_what_is_revoked_on_one_enquiry_holds_for_no_other(ada: Visit) -> None:
    ada.start()
    first = ada.intake()
    ada.start(afresh="1")
    revoke(intake=ada.intake(), browser=None)
    assert find(token_of(first), timezone.now())[0] == first
    assert (first.holders.count(), Intake.objects.last()) != (0, None)


def test_sam_ends_the_links_and_the_first_browser_keeps_the_enquiry(ada: Visit) -> None:
    ada.reach("brief")
    intake, thief, staff = ada.intake(), Client(), Client()
    hold(thief, intake)
    staff.force_login(sam())
    data = {"action": IntakeAdmin.revoke_links.__name__, "_selected_action": [intake.pk]}
    page = staff.post("/admin/intake/intake/", data, follow=True)
    assert "The links of 1 intake are switched off." in page.text
    assert thief.get(START + "brief/").status_code == 303
    assert ada.get("brief").status_code == 200
    intake.refresh_from_db()
    assert intake.link_generation == 2
