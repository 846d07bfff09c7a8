"""Ada's private page after her verdict was replaced: the new one first, the old one not lost."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from consult import links
from consult.leads.models import Case
from consult.leads.services import reissue
from tests.leads.revisions import LATER, golden, published, turned, without
from tests.people import hold, submitted_case_of_ada

pytestmark = pytest.mark.django_db

REPLACED = (
    "There is a new verdict on your case Node.js is the clear choice: whatever the open answers "
    "are, it leads FastAPI by 48.2 to 55.4 of 100 points. The matrix behind it was revised. On 2 "
    "December 2026 your answers were run through version 2; what it says replaces the verdict of "
    "23 November 2026 (version 1)."
)


@pytest.fixture
def case() -> Case:
    return submitted_case_of_ada()


def address(case: Case) -> str:
    return f"/case/{links.token('case', case)}/"


def advise(case: Case, document: dict[str, Any]) -> None:
    assert reissue(case=case, version=published(document), by=None, now=LATER)


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_before_there_is_one_verdict_and_no_word_of_another(client: Client, case: Case) -> None:
    published(turned(golden()))
    page = words(client.get(address(case)).text)
    assert "FastAPI is the clear choice" in page
    assert "version 1 of 23 November 2026" in page
    assert "Node.js is the clear choice" not in page
    assert "new verdict" not in page
    assert "replaced" not in page


def test_the_new_verdict_comes_first_and_says_what_it_replaces(client: Client, case: Case) -> None:
    advise(case, turned(golden()))
    page = words(client.get(address(case)).text)
    assert REPLACED in page
    assert page.index("Node.js is the clear choice") < page.index("FastAPI is the clear choice")
    assert "Computed from the matrix “FastAPI or Node.js?”, version 2 of 2 December 2026." in page


def test_the_first_verdict_is_folded_below_with_its_reasons(client: Client, case: Case) -> None:
    advise(case, turned(golden()))
    page = client.get(address(case)).text
    [folded] = re.findall(r"<details>\s*<summary>The verdict of.*?</details>", page, re.DOTALL)
    assert "The verdict of 23 November 2026 (version 1), which was replaced" in words(folded)
    assert case.intake
    assert case.intake.result
    for sentence in case.intake.result["explanation"]:
        assert sentence in words(folded)


def test_what_was_submitted_is_never_lost(client: Client, case: Case) -> None:
    advise(case, without(turned(golden()), "team", "python"))
    page = words(client.get(address(case)).text)
    assert "Team expertise Mostly Python" in page
    assert "Version 2 has no place for all that you answered Team expertise no longer has" in page


def test_every_earlier_verdict_stays_on_the_page(client: Client, case: Case) -> None:
    advise(case, turned(golden()))
    advise(case, golden(floor=1))
    page = words(client.get(address(case)).text)
    places = [
        "replaces the verdict of 2 December 2026 (version 2)",
        "The verdict of 2 December 2026 (version 2), which was replaced",
        "The verdict of 23 November 2026 (version 1), which was replaced",
    ]
    assert sorted(places, key=page.index) == places


def test_its_links_stay_with_the_version_that_they_belong_to(client: Client, case: Case) -> None:
    advise(case, turned(golden()))
    context = client.get(address(case)).context
    query = "workload=ml&team=python&matrix-version="
    assert context["fit_url"] == f"/fit/golden/?{query}2"
    assert context["adr_url"] == f"/fit/golden/adr.md?{query}2"
    assert [one.fit_url for one in context["earlier"]] == [f"/fit/golden/?{query}1"]
    assert "FastAPI is the clear choice" in client.get(f"/fit/golden/?{query}1").text
    assert "Node.js is the clear choice" in client.get(context["fit_url"]).text


def test_whatsapp_opens_with_the_newest_verdict(client: Client, case: Case) -> None:
    advise(case, turned(golden()))
    response = client.post(address(case) + "whatsapp/")
    text = parse_qs(urlsplit(response["Location"]).query)["text"][0]
    assert "\nVerdict: Node.js is the clear choice" in text
    assert "\nTeam expertise: Mostly Python\n" in text


def test_the_receipt_still_opens(client: Client, case: Case) -> None:
    advise(case, turned(golden()))
    assert case.intake
    hold(client, case.intake)
    page = client.get(f"/case/receipt/{case.intake.submission_id}/")
    assert (page.status_code, case.reference in page.text) == (200, True)
