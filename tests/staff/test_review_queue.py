"""What Sam sees of the cases that were flagged, and of their leads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from consult.leads.models import Case
from tests.leads.enquiries import WHY, enquire, flagged
from tests.people import NOW, open_case_for_ada
from tests.staff.admin_form import words
from tests.staff.reviews import QUEUE, TYPED, decide, path_of

pytestmark = pytest.mark.django_db


def test_the_queue_shows_what_was_typed_and_why_the_oldest_first(desk: Client) -> None:
    new = flagged(contact=TYPED, what="Buy <at> https://spam.example", now=NOW)
    old = flagged("It was sent within a second.", now=NOW - timedelta(days=1))
    other = enquire(contact={"email": "mo@client.example"})
    response = desk.get(QUEUE)
    page = words(response)
    for said in ["Cases waiting for review", WHY, "Eve <b>Pill</b>, http://spam.example"]:
        assert said in page
    assert page.index(old.reference) < page.index(new.reference)
    assert other.reference not in page
    assert "Buy &lt;at&gt; https://spam.example" in response.text
    assert 'href="http' not in response.text.replace('href="http://testserver', "")


def test_an_empty_queue_says_so(desk: Client) -> None:
    assert "Nothing waits." in words(desk.get(QUEUE))


def test_the_page_of_a_case_has_everything_and_no_way_out_to_what_was_typed(desk: Client) -> None:
    case = flagged(contact=TYPED, what="Buy <at>\nhttps://spam.example", notes="www.spam.example")
    response = desk.get(path_of(case))
    page = words(response)
    for said in [
        WHY, "Eve <b>Pill</b>, http://spam.example", "eve@spam.example", "www.spam.example",
        "Temperature Warm", "+3: It must be live within a month.",
    ]:  # fmt: skip
        assert said in page
    assert "Buy &lt;at&gt;<br>https://spam.example" in response.text
    for link in ("mailto:", 'href="http://spam', 'href="https://spam', 'href="www'):
        assert link not in response.text


@pytest.mark.parametrize("pk", ["0", "x", "9" * 40, "%00"])
def test_a_case_that_is_not_there_is_not_found(desk: Client, pk: str) -> None:
    assert desk.get(f"{QUEUE}{pk}/change/").status_code in (400, 404)


@pytest.mark.parametrize("query", ["review=famous", "review=%00", "q=%00", "p=x"])
def test_an_odd_address_of_the_queue_is_no_crash(desk: Client, query: str) -> None:
    flagged()
    assert desk.get(f"{QUEUE}?{query}").status_code in (200, 302, 400)


def test_today_and_the_list_of_leads_say_how_many_wait(desk: Client) -> None:
    for said in ["", "1 case waits for review", "2 cases wait for review"]:
        for path in ("/admin/", "/admin/leads/lead/"):
            page = words(desk.get(path))
            assert said in page
            assert bool(said) == ("no mail goes out until somebody has looked" in page)
        flagged()


def listed(desk: Client, **query: str) -> set[str]:
    response = desk.get("/admin/leads/lead/", query)
    return {lead.name for lead in response.context["cl"].result_list}


def test_leads_of_flagged_cases_alone_are_listed_apart_and_never_hidden_for_good(
    desk: Client,
) -> None:
    def lead(name: str, *, suspicions: tuple[str, ...] = ()) -> Case:
        typed = {"name": name, "email": f"{name.lower()}@client.example"}
        return enquire(suspicions=suspicions, contact=typed)

    lead("Ada")
    lead("Eve", suspicions=(WHY,))
    decide(desk, lead("Mallory", suspicions=(WHY,)), "spam")
    decide(desk, lead("Trent", suspicions=(WHY,)), "clear")
    lead("Bo")
    lead("Bo", suspicions=(WHY,))
    assert listed(desk) == {"Ada", "Trent", "Bo"}
    assert listed(desk, review="waiting") == {"Eve", "Bo"}
    assert listed(desk, review="spam") == {"Mallory"}
    assert listed(desk, review="all") == {"Ada", "Eve", "Mallory", "Trent", "Bo"}
    assert listed(desk, q="Mallory") == {"Mallory"}


def test_the_list_of_leads_has_the_temperature_of_the_newest_case_that_counts(
    desk: Client,
) -> None:
    enquire(budget="largest")
    flagged(budget="small", timeline="open", now=NOW + timedelta(hours=1))
    open_case_for_ada(NOW + timedelta(hours=2))
    assert "Ada Okafor New Hot" in words(desk.get("/admin/leads/lead/"))
    assert listed(desk, temperature="hot") == {"Ada Okafor"}
    assert listed(desk, temperature="cold") == set()
    enquire(budget="small", timeline="open", now=NOW + timedelta(hours=3))
    assert listed(desk, temperature="cold") == {"Ada Okafor"}
    assert listed(desk, temperature="famous") == set()


def test_the_page_of_the_lead_says_how_warm_it_is_and_what_waits(desk: Client) -> None:
    case = flagged()
    response = desk.get(f"/admin/leads/lead/{case.lead_id}/change/")
    page = words(response)
    for said in ["Waits for review", WHY, "Temperature Warm +3: It must be live within a month."]:
        assert said in page
    assert f'href="{path_of(case)}"' in response.text
