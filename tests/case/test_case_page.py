"""Ada's private page: one case, and nothing else of her."""

from __future__ import annotations

import re
import uuid
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from consult import links
from consult.bookings.services import book, cancel, free_slots
from consult.leads.models import Activity, Case
from consult.quotes.models import QuoteVersion
from consult.quotes.services import draft, send
from tests.people import NOW, discovery_call, hold, open_case_for_ada, submitted_case_of_ada

pytestmark = pytest.mark.django_db


def address(case: Case) -> str:
    return f"/case/{links.token('case', case)}/"


def test_it_shows_answers_brief_and_verdict(client: Client) -> None:
    case = submitted_case_of_ada(what="Forecasts for <freight>.")
    page = client.get(address(case)).text
    for expected in [
        case.reference,
        "Serving models",
        "Forecasts for &lt;freight&gt;.",
        "FastAPI is the clear choice",
        "version 1",
    ]:
        assert expected in page


def test_it_shows_nothing_of_another_case_of_the_same_address(client: Client) -> None:
    first, second = submitted_case_of_ada(what="A secret plan."), open_case_for_ada()
    assert first.lead == second.lead
    page = client.get(address(second)).text
    assert "A secret plan." not in page
    assert first.reference not in page


def test_nothing_says_whether_an_address_is_known(client: Client) -> None:
    """The receipt and both mails are the same for a stranger's address and for a lead's."""

    def told(case: Case) -> list[str]:
        assert case.intake
        hold(client, case.intake)
        texts = [client.get(f"/case/receipt/{case.intake.submission_id}/").text]
        texts += [m.text + m.html for m in case.messages.filter(recipient=case.email)]
        secrets = [case.reference, links.token("case", case)]
        return [hide(text, secrets) for text in texts]

    first = told(submitted_case_of_ada())
    assert len(first) == 2
    assert told(submitted_case_of_ada()) == first


def hide(text: str, secrets: list[str]) -> str:
    """*text* without what differs from one case to the next."""
    for secret in secrets:
        text = text.replace(secret, "…")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


def test_it_shows_its_calls(client: Client) -> None:
    case, event_type = open_case_for_ada(), discovery_call()
    first, *_ = free_slots(
        event_type=event_type, first=NOW.date(), last=NOW.date().replace(day=30),
        time_zone="UTC", now=NOW,
    )  # fmt: skip
    booking = book(
        event_type=event_type, case=case, starts_at=first.starts_at, time_zone="UTC", now=NOW
    )
    page = client.get(address(case))
    assert page.context["bookings"][0].starts_at == first.starts_at
    assert ("Book another call" in page.text, "Book a 15-minute call" in page.text) == (True, False)
    cancel(booking=booking, now=NOW)
    page = client.get(address(case))
    assert [call.cancelled for call in page.context["bookings"]] == [True]
    assert "Book a 15-minute call" in page.text


def test_it_shows_a_quote_once_it_is_sent(client: Client) -> None:
    case = open_case_for_ada()
    version = draft(case=case, now=NOW)
    version.lines.create(description="Review", unit_price=100)
    assert client.get(address(case)).context["quotes"] == []
    send(version=version, now=NOW)
    [quote] = client.get(address(case)).context["quotes"]
    assert quote.title == QuoteVersion.objects.get().title
    assert client.get(quote.url).status_code == 200


def test_it_is_never_cached_or_indexed(client: Client) -> None:
    response = client.get(address(open_case_for_ada()))
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.text


def test_a_revoked_link_leads_nowhere(client: Client) -> None:
    case = open_case_for_ada()
    before = address(case)
    case.link_generation += 1
    case.save()
    assert client.get(before).status_code == 404


@pytest.mark.parametrize("token", ["1-1~forged", "x", "%00", "%ED%A0%80", "a" * 3000])
def test_garbage_for_a_token_leads_nowhere(client: Client, token: str) -> None:
    assert client.get(f"/case/{token}/").status_code in (400, 404)
    assert client.post(f"/case/{token}/whatsapp/").status_code in (400, 404)


def test_whatsapp_is_recorded_and_opens_with_the_case(client: Client) -> None:
    case = submitted_case_of_ada(what="Forecasts & 100 % <freight>.\nSoon.")
    response = client.post(address(case) + "whatsapp/")
    assert response.status_code == 303
    text = parse_qs(urlsplit(response["Location"]).query)["text"][0]
    assert response["Location"].startswith("https://wa.me/4915155501000?text=Hello%20Lindqvist")
    assert f"\nReference: {case.reference}\n" in text
    assert "\nWhat is being built: Forecasts & 100 % <freight>. Soon.\n" in text
    assert text.endswith(f"http://localhost:8000{address(case)}")
    assert case.activities.filter(kind=Activity.Kind.WHATSAPP).count() == 1


@pytest.mark.parametrize("what", ["🙂" * 2000, "x" * 2000, "😀 b " * 500, "\n".join("äöü%&")])
def test_a_long_brief_still_makes_an_address_that_opens(client: Client, what: str) -> None:
    case = submitted_case_of_ada(what=what)
    response = client.post(address(case) + "whatsapp/")
    assert (response.status_code, len(response["Location"]) < 2048) == (303, True)
    text = parse_qs(urlsplit(response["Location"]).query)["text"][0]
    assert f"Reference: {case.reference}\nVerdict: FastAPI is the clear choice" in text
    assert "\nPrimary workload: Serving models\n" in text
    assert text.endswith(address(case))


def test_the_timeline_cannot_be_filled_with_it(client: Client) -> None:
    case = open_case_for_ada()
    found = [client.post(address(case) + "whatsapp/").status_code for _ in range(21)]
    assert found == [303] * 20 + [429]
    assert case.activities.filter(kind=Activity.Kind.WHATSAPP).count() == 20


def test_looking_at_whatsapp_changes_nothing(client: Client) -> None:
    case = open_case_for_ada()
    assert client.get(address(case) + "whatsapp/").status_code == 405
    assert case.activities.filter(kind=Activity.Kind.WHATSAPP).count() == 0


def test_the_receipt_is_shown_only_to_the_browser_that_submitted(client: Client) -> None:
    case = submitted_case_of_ada()
    assert case.intake
    receipt = f"/case/receipt/{case.intake.submission_id}/"
    gone = client.get(receipt)
    assert (gone.status_code, "The mail that confirms the enquiry" in gone.text) == (404, True)
    nobodys = client.get(f"/case/receipt/{uuid.uuid4()}/")
    assert (nobodys.status_code, nobodys.text) == (404, gone.text)
    hold(client, case.intake)
    page = client.get(receipt).text
    assert case.reference in page
    assert address(case) in page
    assert f'href="/book/?case={links.token("case", case)}"' in page
