"""What is left to whoever holds the link to a case that staff have found to be spam."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from consult import links
from consult.bookings.models import Booking
from consult.followups.models import Message
from consult.leads.models import Activity, Case
from consult.leads.review import clear, mark_spam
from tests.bookings.test_book_page import form
from tests.leads.enquiries import flagged
from tests.people import NOW, discovery_call, hold, sam
from tests.staff.admin_form import words

pytestmark = pytest.mark.django_db

CLOSED = "This case is closed"


@pytest.fixture
def spam() -> Case:
    return mark_spam(case=flagged(), seen="waiting", by=sam(), now=NOW)


def address(case: Case, action: str = "") -> str:
    return f"/case/{links.token('case', case)}/{action}"


def try_to_book(client: Client, case: Case) -> str:
    """Where the form with a free time leads."""
    response = client.post(f"/book/?case={links.token('case', case)}", form(discovery_call()))
    assert response.status_code == 303
    return response.headers["Location"]


def test_its_page_says_so_and_how_to_object_and_offers_nothing_that_is_not_kept(
    client: Client, spam: Case
) -> None:
    page = client.get(address(spam))
    said = words(page)
    assert CLOSED in said
    assert f"write to {settings.PRACTICE['email']} and name {spam.reference}." in said
    assert "Forecasts for freight." in said
    ways = ("/book/?case=", "/whatsapp/", "/mails/", "/replace-link/", "/data/")
    assert [way for way in ways if way in page.text] == ["/data/"]


def test_nobody_can_book_a_call_with_it(client: Client, spam: Case) -> None:
    assert try_to_book(client, spam) == address(spam)
    looked = client.get(f"/book/?case={links.token('case', spam)}")
    assert (looked.status_code, looked.headers["Location"]) == (303, address(spam))
    spam.lead.refresh_from_db()
    assert (Booking.objects.count(), spam.lead.stage) == (0, "lost")


def test_nor_where_it_is_found_to_be_spam_while_the_form_is_read(
    client: Client, spam: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def before_it_was_found(purpose: str, token: str, rows: object) -> Case:
        return Case(pk=spam.pk, lead_id=spam.lead_id, review="waiting")

    monkeypatch.setattr(links, "resolve", before_it_was_found)
    assert try_to_book(client, spam) == address(spam)
    assert not Booking.objects.exists()


def test_without_that_look_there_would_be_a_call_that_nobody_holds(
    client: Client, spam: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Case, "is_spam", False)
    assert try_to_book(client, spam).startswith("/book/")
    assert Booking.objects.get().status == "confirmed"


def test_nor_turn_to_whatsapp_or_replace_a_link_that_no_mail_would_bring(
    client: Client, spam: Case
) -> None:
    mails = Message.objects.count()
    for action in ("whatsapp/", "replace-link/"):
        response = client.post(address(spam, action))
        assert (response.status_code, response.headers["Location"]) == (303, address(spam))
    assert not Activity.objects.filter(kind=Activity.Kind.WHATSAPP).exists()
    assert (Case.objects.get().link_generation, Message.objects.count()) == (1, mails)


def test_its_receipt_promises_nothing_any_more(client: Client, spam: Case) -> None:
    assert spam.intake
    hold(client, spam.intake)
    response = client.get(f"/case/receipt/{spam.intake.submission_id}/")
    assert (response.status_code, response.headers["Location"]) == (303, address(spam))


def test_cleared_again_everything_is_as_before(client: Client, spam: Case) -> None:
    clear(case=spam, seen="spam", by=User.objects.get(username="sam"), now=NOW)
    page = client.get(address(spam))
    assert CLOSED not in page.text
    assert all(way in page.text for way in ("/book/?case=", "/whatsapp/", "/replace-link/"))
    assert try_to_book(client, spam) != address(spam)
