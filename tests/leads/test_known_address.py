"""An address is one person to staff, and says nothing to whoever types it."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client

from consult import links
from consult.leads.models import AssignmentRule, Case, Lead
from consult.leads.services import open_case
from consult.quotes.services import draft
from tests.intake.visit import STEPS, Visit
from tests.leads.enquiries import enquire, flagged
from tests.leads.revisions import golden, published
from tests.people import NOW, ada_contact, open_case_for_ada, sam

pytestmark = pytest.mark.django_db

ADA = "ada@client.example"
# What a visitor is told at each step: the page, its status, its headers, and its cookies.
Told = list[tuple[object, ...]]


def known_well() -> None:
    """Ada is a client already: with an owner, a quote, and a case that waits for review."""
    case = enquire(contact={"email": ADA})
    draft(case=case, now=NOW)
    flagged(contact={"email": ADA})
    Lead.objects.update(stage="won", owner=User.objects.get(username="sam"), won_at=NOW)


def told(email: str) -> Told:
    """All that the way from the contact page to the private page tells who types *email*."""
    client, said = Client(), list[tuple[object, ...]]()
    ada = Visit(client)
    ada.reach("contact")
    intake = ada.intake()
    responses = [
        ada.get("contact"),
        ada.post("contact", {**STEPS["contact"], "email": email}),
        ada.get("check"),
        ada.post("check", {}),
    ]
    case = Case.objects.get(intake=intake)
    receipt = f"/case/receipt/{intake.submission_id}/"
    responses += [
        client.get(receipt),
        ada.post("check", {}),
        client.get(f"/case/{links.token('case', case)}/"),
    ]
    secrets = [email, case.reference, links.token("case", case), str(intake.submission_id)]
    for response in responses:
        headers = {k: hide(v, secrets) for k, v in response.items() if k != "Content-Length"}
        cookies = {
            name: {key: value for key, value in morsel.items() if key != "expires"}
            for name, morsel in response.cookies.items()
        }
        said.append((response.status_code, headers, cookies, hide(response.text, secrets)))
    for mail in case.messages.filter(recipient=email).order_by("pk"):
        said.append((mail.kind, *(hide(t, secrets) for t in (mail.subject, mail.text, mail.html))))
    return said


def hide(text: str, secrets: list[str]) -> str:
    """*text* without what is another for each visit."""
    for secret in secrets:
        text = text.replace(secret, "…")
    text = re.sub(
        r'(name="(csrfmiddlewaretoken|page-token|submission_id)" value=)"[^"]*"', r"\1", text
    )
    text = re.sub(r"<time [^>]*>[^<]*</time>", "<time>", text)
    return re.sub(r"\s+", " ", text)


def prepare() -> None:
    published(golden())
    AssignmentRule.objects.create(position=1, owner=sam())


def test_pages_mails_headers_and_cookies_are_the_same_for_a_strangers_address() -> None:
    prepare()
    unknown = told("eve@client.example")
    known_well()
    known = told(ADA)
    assert len(unknown) == 8
    assert known == unknown
    assert Lead.objects.get(email=ADA).cases.count() == 3


def test_a_page_that_greets_who_is_known_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    prepare()
    unknown = told("eve@client.example")
    known_well()
    name = Case.get_absolute_url

    def greeting(case: Case) -> str:
        return name(case) + ("?welcome=back" if case.lead.cases.count() > 1 else "")

    monkeypatch.setattr(Case, "get_absolute_url", greeting)
    assert told(ADA) != unknown


def test_what_was_there_before_shows_on_no_page_of_the_new_case(client: Client) -> None:
    earlier = enquire(what="A secret plan.", notes="For the board only.")
    case = enquire()
    page = client.get(f"/case/{links.token('case', case)}/").text
    for secret in ("A secret plan.", "For the board only.", earlier.reference):
        assert secret not in page


@pytest.mark.parametrize("email", ["ADA@CLIENT.EXAMPLE", "Ada@Client.Example", ADA])
def test_another_enquiry_is_another_case_of_the_same_person(email: str) -> None:
    first, second = enquire(), enquire(contact={"email": email, "name": "A. Okafor"})
    assert second.lead == first.lead
    assert (second.lead.name, second.email) == ("Ada Okafor", email)
    assert first.intake != second.intake


@pytest.mark.parametrize(("email", "other"), [("ÄDA@client.example", "äda@client.example")])
def test_letters_beyond_ascii_are_the_same_in_both_cases(email: str, other: str) -> None:
    first, second = (open_case_for_ada(email=one) for one in (email, other))
    assert first.lead == second.lead


def at_once(*emails: str) -> list[str]:
    """Enquiries that begin together, each on a connection of its own. What went wrong, if so."""
    barrier = Barrier(len(emails))

    def run(email: str) -> str:
        try:
            connection.ensure_connection()
            barrier.wait(20)
            with transaction.atomic():
                open_case(contact=ada_contact(email=email), source={}, intake=None, now=NOW)
        except Lead.MultipleObjectsReturned as reason:
            return type(reason).__name__
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(emails)) as pool:
        return list(pool.map(run, emails))


SPELLINGS = ("ada@client.example", "ADA@client.example", "Ada@Client.Example", "aDa@cLIENT.example")


@pytest.mark.django_db(transaction=True)
def test_enquiries_at_once_are_one_person_however_the_address_is_written() -> None:
    assert at_once(*SPELLINGS * 2) == [""] * 8
    assert (Lead.objects.count(), Case.objects.count()) == (1, 8)


@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_there_would_be_several_of_them() -> None:
    [constraint] = [one for one in Lead._meta.constraints if one.name == "one_lead_per_address"]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Lead, constraint)
    try:
        at_once(*SPELLINGS * 2)
        assert Lead.objects.count() > 1
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE leads_lead CASCADE")
        with connection.schema_editor() as editor:
            editor.add_constraint(Lead, constraint)
