"""Ada gets everything that is kept about her, by a link that only her mailbox has."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from consult import links
from consult.case import data_views, export, services
from consult.case.forms import MAILS
from consult.case.services import mail_data_link
from consult.followups.delivery import send_batch
from consult.followups.models import Message
from consult.intake.models import Intake
from consult.intake.resume_link import ask_by_mail
from consult.leads.models import Case, Lead
from consult.quotes.services import draft
from tests import people
from tests.case.person import ada_with_everything, begun, hanging_on_a_person
from tests.people import (
    NOW,
    ada_contact,
    fill_in,
    open_case_for_ada,
    submitted_case_of_ada,
)
from tests.staff.admin_form import press, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return ada_with_everything(accepts=True)


def address(lead: Lead, action: str = "", until: datetime | None = None) -> str:
    until = until or timezone.now() + timedelta(hours=1)
    return f"/data/{links.dated_token('data', lead, until=until)}/{action}"


def mailed() -> list[str]:
    """The paths of all links that were mailed."""
    texts = Message.objects.filter(kind="data-link").order_by("pk").values_list("text", flat=True)
    return [re.findall(r"http://localhost:8000(/data/\S+)", text)[0] for text in texts]


def exported(client: Client, lead: Lead) -> dict[str, Any]:
    response = client.get(address(lead, "everything.json"))
    assert response["Content-Disposition"] == 'attachment; filename="everything.json"'
    document: dict[str, Any] = json.loads(response.content)
    return document


def records(document: Any) -> list[str]:
    """Of what kind every row in the export is."""
    if isinstance(document, list):
        return [kind for one in document for kind in records(one)]
    if not isinstance(document, dict):
        return []
    own = [document["record"]] if "record" in document else []
    return own + [kind for one in document.values() for kind in records(one)]


def test_every_row_that_hangs_on_the_person_is_in_it(client: Client, case: Case) -> None:
    """Whatever model is related to a person later on has to be exported, or this fails."""
    found = set(records(exported(client, case.lead)))
    assert found == {model._meta.label_lower for model in hanging_on_a_person()}


def test_a_relation_that_the_export_forgets_is_found(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_version", export._entry)
    missing = {model._meta.label_lower for model in hanging_on_a_person()} - set(
        records(exported(client, case.lead))
    )
    assert missing == {"quotes.lineitem", "quotes.acceptance"}


def test_every_field_is_in_it_or_left_out_on_purpose(client: Client, case: Case) -> None:
    document = exported(client, case.lead)
    [one] = document["cases"]
    assert one["consent_wording"] == case.consent_wording
    assert one["consent_version"] == case.consent_version
    assert {save["key"] for save in one["intake"][0]["saves"]} >= {"brief", "plans", "contact"}
    assert one["intake"][0]["half_written"][0]["data"] == {"what": "Half"}
    assert one["intake"][0]["attachments"][0]["name"] == "plan.txt"
    assert [quote["status"] for quote in one["quotes"][0]["versions"]] == ["superseded", "accepted"]
    [acceptance] = one["quotes"][0]["versions"][1]["acceptance"]
    assert (acceptance["name"], acceptance["address"]) == ("Ada Okafor", "192.0.2.7")
    assert one["messages"][0]["subject"] == f"We have your case {case.reference}"
    assert document["timeline"][0]["text"] == f"Case {case.reference} opened"
    assert [draft["saves"][2]["data"]["what"] for draft in document["drafts"]] == ["A second plan."]


def test_a_draft_that_was_corrected_to_another_address_is_not_hers(
    client: Client, case: Case
) -> None:
    assert case.intake
    other = begun(case.intake)
    for email in ("ada@client.example", "bob@client.example"):
        fill_in(other, {"contact": ada_contact(email=email).model_dump(mode="json")})
    assert len(exported(client, case.lead)["drafts"]) == 1


def test_a_draft_or_link_of_an_address_that_is_the_same_in_capitals_alone_is_not_hers(
    client: Client, case: Case
) -> None:
    assert case.intake
    contact = ada_contact(email="ada@client.ex\N{LATIN SMALL LETTER DOTLESS I}mple")
    hers = ada_contact(email="ada@client.exImple").model_dump(mode="json")
    for typed in (contact.model_dump(mode="json"), hers):
        draft = begun(case.intake)
        fill_in(draft, {"contact": typed})
        ask_by_mail(intake=draft, email=typed["email"], now=NOW)
    lead = open_case_for_ada(email="ada@client.eximple").lead
    found = exported(client, lead)
    drafts = [draft["saves"][-1]["data"]["email"] for draft in found["drafts"]]
    mails = [mail["recipient"] for mail in found["links_mailed"]]
    assert drafts == mails == ["ada@client.exImple"]


def test_a_draft_of_a_quote_is_the_practices_own(client: Client) -> None:
    case = open_case_for_ada()
    draft(case=case, now=NOW)
    assert exported(client, case.lead)["cases"][0]["quotes"][0]["versions"] == []


def test_the_file_to_read_needs_nothing_else_and_says_it_all(client: Client, case: Case) -> None:
    Case.objects.update(phone="+12125550142", preferred_channel="whatsapp", mails_off=["advice"])
    response = client.get(address(case.lead, "everything.html"))
    assert response["Content-Disposition"] == 'attachment; filename="everything.html"'
    page = response.text
    assert re.findall(r"<(?:script|link|img|iframe)|\bsrc=|url\(|@import", page) == []
    for said in [
        "Ada Okafor",
        "Forecasts for freight.",
        "A second plan.",
        "FastAPI is the clear choice",
        "Node.js is the clear choice",
        "plan.txt",
        "Written report",
        "192.0.2.7",
        "America/New_York",
        "Saved: Brief",
        "Not sent yet: Brief",
        "+1 212-555-0142",
        "WhatsApp",
        str(MAILS["advice"]),
    ]:
        assert said in page


def test_the_file_to_read_says_when_it_was_made_in_the_zone_that_it_names(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = address(case.lead, "everything.html")
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    page = words(client.get(path))
    assert "About ada@client.example, made on 23 Nov 2026, 09:00 (Europe/Berlin) by" in page


HOSTILE = (
    "</style></title></dd><script>alert(1)</script><img src=x onerror=alert(2)> \" ' &lt; {{ 7 }}"
)


def test_what_somebody_typed_is_text_in_both_files(client: Client) -> None:
    case = submitted_case_of_ada(what=HOSTILE)
    Case.objects.filter(pk=case.pk).update(name=HOSTILE[:100], source={HOSTILE: HOSTILE})
    page = client.get(address(case.lead, "everything.html"))
    assert re.findall(r"<(?:script|img)|</style>(?!\s*</head>)", page.text) == []
    assert HOSTILE in unescape(page.text)
    saves = exported(client, case.lead)["cases"][0]["intake"][0]["saves"]
    assert HOSTILE in [save["data"].get("what") for save in saves]


def test_the_page_says_what_is_kept_and_changes_nothing(client: Client, case: Case) -> None:
    before = Message.objects.count(), Lead.objects.get()
    page = client.get(address(case.lead))
    assert case.reference in page.text
    assert "no-store" in page["Cache-Control"]
    assert (Message.objects.count(), Lead.objects.get()) == before


def test_the_link_goes_to_the_cases_own_address(client: Client, case: Case) -> None:
    page = client.post(f"/case/{links.token('case', case)}/data/", follow=True).text
    assert "on its way to ada@client.example" in page
    [path] = mailed()
    assert path not in page
    assert Message.objects.get(kind="data-link").recipient == "ada@client.example"
    assert client.get(path).status_code == 200


def test_who_was_taken_for_spam_gets_it_too(case: Case) -> None:
    Case.objects.update(review=Case.Review.SPAM)
    mail_data_link(lead=case.lead, now=NOW)
    send_batch(now=NOW)
    states = dict(Message.objects.exclude(kind="staff-notice").values_list("kind", "state"))
    assert (states["data-link"], states["quote"]) == ("sent", "suppressed")


def test_it_works_for_24_hours(client: Client, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    mail_data_link(lead=case.lead, now=NOW)
    [path] = mailed()
    found = []
    for later in (timedelta(hours=24) - timedelta(seconds=1), timedelta(hours=24)):
        monkeypatch.setattr(timezone, "now", lambda later=later: NOW + later)
        found.append(client.get(path).status_code)
    assert found == [200, 404]


@pytest.mark.parametrize("token", ["x", "1-1~x", "%00", "%ED%A0%80", "a" * 3000])
def test_garbage_leads_nowhere(client: Client, token: str) -> None:
    for action in ("", "everything.json", "everything.html", "delete/"):
        assert client.get(f"/data/{token}/{action}").status_code in (400, 404)
    assert client.post(f"/data/{token}/delete/", {"agreed": "on"}).status_code in (400, 404)


def test_the_link_to_a_case_is_not_enough(client: Client, case: Case) -> None:
    for token in (links.token("case", case), links.token("data", case.lead)):
        assert client.get(f"/data/{token}/").status_code == 404


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
