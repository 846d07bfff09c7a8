"""Ada gets everything that is kept about her, by a link that only her mailbox has."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from consult import links
from consult.case import export
from consult.case.forms import MAILS
from consult.case.services import mail_data_link
from consult.followups.delivery import send_batch
from consult.followups.models import Message
from consult.intake.resume_link import ask_by_mail
from consult.leads.models import Case, Lead
from consult.quotes.services import draft
from tests.case.person import ada_with_everything, begun, hanging_on_a_person, mailed
from tests.people import (
    NOW,
    ada_contact,
    fill_in,
    open_case_for_ada,
    submitted_case_of_ada,
)
from tests.staff.admin_form import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return ada_with_everything(accepts=True)


def address(lead: Lead, action: str = "", until: datetime | None = None) -> str:
    until = until or timezone.now() + timedelta(hours=1)
    return f"/data/{links.dated_token('data', lead, until=until)}/{action}"


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
