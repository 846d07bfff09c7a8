"""Sam works on Ada's lead in the admin."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from consult import links
from consult.bookings.models import EventType
from consult.bookings.services import book, free_slots
from consult.leads.models import Activity, Case, Lead
from consult.leads.services import advance_stage
from consult.quotes.models import QuoteVersion
from tests.people import discovery_call, open_case_for_ada
from tests.quotes.offers import sent
from tests.staff.admin_form import fields, press, words

BUTTONS = (*("_save", "_draft_quote", "_replace_link", "_data_link", "_revoke_data_links", "note"),)


def path_of(case: Case) -> str:
    return f"/admin/leads/lead/{case.lead_id}/change/"


def written_by(user: User) -> list[tuple[str, str]]:
    lines = Activity.objects.filter(by=user).order_by("pk")
    return list(lines.values_list("kind", "text"))


def test_the_page_says_all_that_ada_said(desk: Client, case: Case) -> None:
    page = words(desk.get(path_of(case)))
    for said in [
        f"Case {case.reference}",
        "Ada Okafor, Okafor Freight",
        "+1 212-555-0100",
        "Answer by WhatsApp",
        "America/New_York",
        "Article: choosing-your-backend-engine",
        "Call to action: fit",
        "utm_source: news",
        case.consent_wording,
        case.consent_version,
        str(case.intake.matrix_version) if case.intake else "",
        "Leaning",
        "71 to 79 of 100 points",
        "Data integrity Not sure",
        "Weights of your own Primary workload 3",
        "An idea or a plan",
        f"Case {case.reference} opened",
        "Confirmation of a case",
        "Notice to staff",
    ]:
        assert said in page
    raw = desk.get(path_of(case)).content.decode()
    assert f'href="/case/{links.token("case", case)}/"' in raw
    assert "with a &lt;model&gt; behind it." in raw


def test_a_case_without_an_intake_says_so(desk: Client) -> None:
    page = words(desk.get(path_of(open_case_for_ada())))
    assert "Opened without an intake: no answers and no verdict." in page


def test_moving_the_stage_is_written_down_with_who_did_it(
    desk: Client, sam: User, case: Case
) -> None:
    press(desk, path_of(case), "_save", stage="qualified")
    assert Lead.objects.get().stage == "qualified"
    assert written_by(sam) == [("stage", "New → Qualified")]


def test_a_note_is_kept_with_who_wrote_it_and_moves_nothing(
    desk: Client, sam: User, case: Case
) -> None:
    response = press(desk, path_of(case), "_continue", note="Knows <Lin>.")
    assert written_by(sam) == [("note", "Knows <Lin>.")]
    assert "Note · sam" in words(response)
    assert "Knows &lt;Lin&gt;." in response.content.decode()


def test_a_lead_gets_an_owner(desk: Client, sam: User, case: Case) -> None:
    press(desk, path_of(case), "_save", owner=str(sam.pk))
    assert Lead.objects.get().owner == sam
    assert written_by(sam) == []


def test_what_moved_behind_an_open_page_is_not_moved_back(
    desk: Client, sam: User, case: Case
) -> None:
    stale = fields(desk, path_of(case))
    advance_stage(lead=case.lead, stage="call_booked", now=timezone.now())
    desk.post(path_of(case), stale | {"note": "Called her.", "_save": "1"})
    assert Lead.objects.get().stage == "call_booked"
    assert written_by(sam) == [("note", "Called her.")]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"stage": "famous"}, "Select a valid choice."),
        ({"stage": ""}, "This field is required."),
        ({"owner": "999"}, "Select a valid choice."),
        ({"owner": "x\0"}, "Null characters are not allowed."),
        ({"note": "x" * 5001}, "at most 5000 characters"),
        ({"note": "A\0da"}, "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(
    desk: Client, sam: User, case: Case, changes: dict[str, str], sentence: str
) -> None:
    response = press(desk, path_of(case), "_save", **{"note": "Kept.", **changes})
    assert sentence in words(response)
    assert f"Case {case.reference}" in words(response)
    assert written_by(sam) == []
    assert Lead.objects.get().stage == "new"


def test_drafting_a_quote_keeps_the_note_that_was_being_typed(
    desk: Client, sam: User, case: Case
) -> None:
    response = press(desk, path_of(case), "_draft_quote", str(case.pk), note="Wants it soon.")
    version = QuoteVersion.objects.get()
    assert version.quote.case == case
    assert response.request["PATH_INFO"] == f"/admin/quotes/quoteversion/{version.pk}/change/"
    assert written_by(sam) == [("note", "Wants it soon.")]


@pytest.mark.parametrize("pk", ["", "0", "x", "9" * 40])
def test_a_quote_is_drafted_on_this_leads_cases_only(desk: Client, case: Case, pk: str) -> None:
    response = press(desk, path_of(case), "_draft_quote", pk)
    assert "This lead has no such case." in words(response)
    assert not QuoteVersion.objects.exists()


def enlarge(case: Case) -> None:
    """A call, a quote, and their messages on *case*."""
    now = timezone.now()
    lin = EventType.objects.first() or discovery_call()
    slots = free_slots(
        event_type=lin,
        first=now.date(),
        last=now.date() + timedelta(days=7),
        time_zone="Europe/Berlin",
        now=now,
    )
    book(event_type=lin, case=case, starts_at=slots[0].starts_at, time_zone=case.time_zone, now=now)
    sent(case, now)


def test_calls_quotes_and_messages_are_on_the_page(desk: Client, case: Case) -> None:
    enlarge(case)
    version = QuoteVersion.objects.get()
    response = desk.get(path_of(case))
    page = words(response)
    assert "15-minute discovery call Confirmed" in page
    assert f"{version} Sent" in page
    assert "EUR 2,558.50 Page" in page
    for message in ["Confirmation of a call", "Reminder of a call", "Follow-up on a quote"]:
        assert f"{message} Queued" in page
    assert f"/quote/{links.token('quote', version.quote)}/" in response.content.decode()


def test_more_cases_cost_no_more_queries(
    desk: Client, case: Case, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    enlarge(case)
    with django_assert_max_num_queries(25) as first:
        desk.get(path_of(case))
    for _ in range(3):
        enlarge(open_case_for_ada(timezone.now()))
    with django_assert_num_queries(len(first.captured_queries)):
        desk.get(path_of(case))


def test_the_list_shows_the_latest_case_and_where_it_came_from(desk: Client, case: Case) -> None:
    page = words(desk.get("/admin/leads/lead/"))
    assert f"Ada Okafor New Warm {case.reference} choosing-your-backend-engine" in page
    later = open_case_for_ada(timezone.now() + timedelta(hours=1))
    page = words(desk.get("/admin/leads/lead/"))
    assert later.reference in page
    assert case.reference not in page


def test_a_lead_is_found_by_name_address_and_any_reference(desk: Client, case: Case) -> None:
    open_case_for_ada(timezone.now() + timedelta(hours=1))
    open_case_for_ada(email="bo@client.example", name="Bo Lund")
    for query in ("ada", "ada@client", case.reference):
        page = words(desk.get("/admin/leads/lead/", {"q": query}))
        assert ("Ada Okafor" in page, "Bo Lund" in page) == (True, False), query
    assert "0 results" in words(desk.get("/admin/leads/lead/", {"q": "<nobody>"}))


@pytest.mark.parametrize("query", ["q=%00", "stage__exact=famous", "owner__id__exact=x", "p=x"])
def test_an_odd_address_of_the_list_is_no_crash(desk: Client, case: Case, query: str) -> None:
    assert desk.get(f"/admin/leads/lead/?{query}").status_code in {200, 302, 400}


def test_leads_are_neither_made_nor_deleted_by_hand(desk: Client, case: Case) -> None:
    assert desk.get("/admin/leads/lead/add/").status_code == 403
    assert desk.post(f"/admin/leads/lead/{case.lead_id}/delete/").status_code == 403


def test_nobody_but_staff_gets_in(client: Client, case: Case) -> None:
    client.force_login(User.objects.create_user("ada"))
    assert client.get(path_of(case)).headers["Location"].startswith("/admin/login/")


def test_who_may_only_look_sees_it_all_and_has_nothing_to_press(client: Client, case: Case) -> None:
    kim = User.objects.create_user("kim", is_staff=True)
    kim.user_permissions.add(Permission.objects.get(codename="view_lead"))
    client.force_login(kim)
    page = client.get(path_of(case))
    assert "ada@client.example" in words(page)
    assert case.get_absolute_url() in page.text
    assert [name for name in BUTTONS if f'name="{name}"' in page.text] == []
    for button in BUTTONS:
        assert client.post(path_of(case), {button: str(case.pk)}).status_code == 403


def test_who_may_not_write_quotes_drafts_none(client: Client, case: Case) -> None:
    kim = User.objects.create_user("kim", is_staff=True)
    kim.user_permissions.set(Permission.objects.filter(codename__in=["view_lead", "change_lead"]))
    client.force_login(kim)
    assert "_draft_quote" not in client.get(path_of(case)).text
    response = press(client, path_of(case), "_draft_quote", str(case.pk), note="Not kept.")
    assert response.status_code == 403
    assert (QuoteVersion.objects.exists(), written_by(kim)) == (False, [])


def test_who_may_change_it_has_all_of_them(desk: Client, case: Case) -> None:
    page = desk.get(path_of(case)).text
    assert [name for name in BUTTONS if f'name="{name}"' in page] == list(BUTTONS)


def test_times_are_the_practices_own(desk: Client, case: Case) -> None:
    opened = Activity.objects.get(kind="opened").at
    in_berlin = opened.astimezone(ZoneInfo("Europe/Berlin"))
    page = words(desk.get(path_of(case)))
    assert f"{in_berlin:%H:%M} · Case opened" in page
    assert "Times in Europe/Berlin." in page
