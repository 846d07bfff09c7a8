"""The link that opens a draft in another browser."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from advisor.core.model import Answers, Matrix
from advisor.services import publish
from consult.intake import resume_link
from consult.intake.models import Holder, Intake
from consult.intake.resume_link import resume_url
from consult.intake.services import start
from consult.intake.source import Source
from tests.intake.visit import START, Visit
from tests.people import NOW, hold


def path_of(intake: Intake) -> str:
    return "/" + resume_url(intake).split("/", 3)[3]


@pytest.fixture
def phone() -> Client:
    """Ada's other browser."""
    return Client()


@pytest.fixture
def link(ada: Visit) -> str:
    """The path of the link to Ada's enquiry, which she has left at the brief."""
    ada.reach("brief")
    return path_of(ada.intake())


def test_looking_at_the_link_changes_nothing(link: str, phone: Client) -> None:
    """Programs that look into mails follow every link."""
    before = list(Holder.objects.values())
    page = phone.get(link)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    assert 'data-hx-history="false"' in page.text
    assert "Step 6 of 9" in page.text
    assert phone.head(link).status_code == 200
    assert (list(Holder.objects.values()), "sessionid" in phone.cookies) == (before, False)


def test_it_shows_nothing_of_what_was_entered(ada: Visit, phone: Client) -> None:
    ada.reach("check")
    page = phone.get(path_of(ada.intake())).text
    for entered in ("Ada", "client.example", "Route planning", "Okafor"):
        assert entered not in page


def test_the_button_opens_it_and_both_browsers_go_on(ada: Visit, link: str, phone: Client) -> None:
    assert phone.post(link).headers["Location"] == START + "brief/"
    there = Visit(phone)
    assert there.fill("brief", what="From the phone.") == START + "plans/"
    assert "From the phone." in ada.get("brief").text
    assert ada.fill("plans") == START + "contact/"
    assert there.get("check").headers["Location"] == START + "contact/"


def test_where_it_is_open_already_the_link_goes_on(ada: Visit, link: str) -> None:
    assert ada.client.get(link).headers["Location"] == START + "brief/"


def test_what_was_begun_there_before_is_put_aside(link: str, phone: Client) -> None:
    other = Visit(phone)
    other.start()
    aside = other.intake()
    assert "was begun in this browser" in phone.get(link).text
    phone.post(link)
    assert phone.get(link).headers["Location"] == START + "brief/"
    assert Intake.objects.filter(pk=aside.pk).exists()


def gone(client: Client, path: str) -> list[tuple[int, bool]]:
    pages = [client.get(path), client.post(path)]
    return [(page.status_code, "This link opens nothing" in page.text) for page in pages]


def test_every_link_that_opens_nothing_says_the_same(ada: Visit, link: str, phone: Client) -> None:
    intake = ada.intake()
    paths = ["/resume/x/", link[:-2] + "/", "/resume/" + "~" * 2_000 + "/", "/resume/%FF%ED%A0/"]
    assert [gone(phone, path) for path in paths] == [[(404, True)] * 2] * 4
    Intake.objects.update(saved_at=timezone.now() - timedelta(days=30))
    assert gone(phone, link) == [(404, True)] * 2
    Intake.objects.update(saved_at=timezone.now(), link_generation=2)
    assert gone(phone, link) == [(404, True)] * 2
    Intake.objects.update(link_generation=1, submitted_at=timezone.now(), result={})
    assert gone(phone, link) == [(404, True)] * 2
    intake.delete()
    assert gone(phone, link) == [(404, True)] * 2


def test_a_link_of_another_purpose_opens_nothing(link: str, phone: Client) -> None:
    """A case may have the number of an intake."""
    pages = [phone.get(link.replace("/resume/", "/case/")), phone.get(link)]
    assert [page.status_code for page in pages] == [404, 200]


def _opened_while_it_is_revoked(matrix: Matrix) -> list[Any]:
    """Who holds the enquiry after it was revoked in the moment in which the link was opened."""
    version = publish(matrix, NOW)
    intake = start(version=version, answers=Answers(), source=Source(), now=timezone.now())
    link, found = path_of(intake), threading.Event()

    def late(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "intake_holder" in sql and not found.is_set():
            found.set()
            time.sleep(0.3)
        return execute(sql, params, many, context)

    def open_it() -> None:
        with connection.execute_wrapper(late):
            Client().post(link)
        connection.close()

    def revoke_it() -> None:
        found.wait(10)
        resume_link.revoke(intake=intake, browser=None)
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(open_it), pool.submit(revoke_it)]:
            one.result()
    return list(Holder.objects.all())


@pytest.mark.django_db(transaction=True)
def test_a_link_opened_in_the_moment_it_is_revoked_holds_nothing(matrix: Matrix) -> None:
    assert _opened_while_it_is_revoked(matrix) == []


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_it_would(matrix: Matrix, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **kwargs: self)
    assert len(_opened_while_it_is_revoked(matrix)) == 1


def test_holding_it_twice_is_holding_it_once(ada: Visit, link: str, phone: Client) -> None:
    hold(phone, ada.intake())
    with transaction.atomic():
        phone.post(link)
        phone.post(link)
    assert Holder.objects.count() == 2
