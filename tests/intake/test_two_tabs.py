"""One page in two tabs: the later one wins where everybody sees it, and nothing vanishes."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from consult.intake.page_token import PageToken
from consult.intake.services import run_of
from tests.intake.visit import BRIEF, SAVED, Visit
from tests.people import fill_in

NOTICE = "This was answered in two tabs"


def words(ada: Visit, step: str) -> str:
    """The text of a page, without its markup."""
    page = ada.get(step).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def choose(ada: Visit, step: str, revision: object, token: str = "") -> Any:
    """Press a button of the notice, on a page that shows everything as it is by now."""
    sent = {"revision": str(revision), "page-token": token or ada.token(step)}
    return ada.client.post(f"/intake/golden/{step}/choose/", sent)


def test_the_later_tab_wins_and_the_next_page_says_so(ada: Visit) -> None:
    ada.reach("q-integrity")
    seen = run_of(ada.intake()).revision
    ada.post("q-team", {"team": "python"}, "?change=1", seen)
    ada.post("q-team", {"team": "typescript"}, "?change=1", seen)
    assert ada.intake().saved()["q-team"] == {"options": ["typescript"]}
    page = words(ada, "q-integrity")
    for part in [NOTICE, "Earlier: Mostly Python", "Later: Mostly TypeScript"]:
        assert part in page


def test_the_earlier_answer_can_be_taken_back(ada: Visit) -> None:
    ada.reach("check")
    seen = run_of(ada.intake()).revision
    ada.post("brief", {**BRIEF, "what": "From the first tab."}, "?change=1", seen)
    ada.post("brief", {**BRIEF, "what": "From the second tab."}, "?change=1", seen)
    assert "Earlier: From the first tab. Later: From the second tab." in words(ada, "check")
    [earlier] = re.findall(r'name="revision" value="(\d+)"[^>]*>Use', ada.get("check").text)
    answer = choose(ada, "brief", earlier)
    assert answer.headers["Location"] == "/intake/golden/check/"
    assert ada.intake().saved()["brief"] == {**SAVED["brief"], "what": "From the first tab."}
    assert NOTICE not in words(ada, "check")
    assert "From the first tab." in words(ada, "check")


def test_a_page_with_a_mistake_has_seen_no_more_than_before(ada: Visit) -> None:
    ada.reach("check")
    shown = ada.token("brief")
    ada.post("brief", {**BRIEF, "what": "From the other tab."}, "?change=1")
    mistake = ada.client.post("/intake/golden/brief/", {"page-token": shown, "stage": "idea"})
    assert (mistake.status_code, f'value="{shown}"' in mistake.text) == (422, True)
    ada.client.post("/intake/golden/brief/", {**BRIEF, "what": "Mended.", "page-token": shown})
    assert "Earlier: From the other tab. Later: Mended." in words(ada, "check")


def test_a_page_of_an_earlier_intake_with_a_mistake_has_seen_nothing_of_this_one(
    ada: Visit,
) -> None:
    ada.reach("brief")
    earlier = ada.token("brief")
    ada.client.post("/intake/golden/", {"afresh": "1"})
    mistake = ada.client.post("/intake/golden/brief/", {"page-token": earlier})
    nothing = PageToken(ada.intake().submission_id, "brief", 0)
    assert (mistake.status_code, f'value="{nothing}"' in mistake.text) == (422, True)


def test_a_third_tab_is_not_overwritten_by_a_choice_that_has_not_seen_it(ada: Visit) -> None:
    ada.reach("q-integrity")
    seen = run_of(ada.intake()).revision
    for team in ("python", "typescript"):
        ada.post("q-team", {"team": team}, seen=seen)
    page = ada.get("q-integrity").text
    [earlier, _later] = re.findall(r'name="revision" value="(\d+)"', page)
    shown = ada.token("q-team")
    assert f'value="{shown}"' in page
    ada.post("q-team", {"team": "mixed"})
    choose(ada, "q-team", earlier, shown)
    assert ada.intake().saved()["q-team"] == {"options": ["python"]}
    notice = words(ada, "q-integrity")
    assert NOTICE in notice
    assert "Earlier: Mixed, leaning to the front end Later: Mostly Python" in notice


def test_a_choice_on_a_page_of_an_earlier_intake_changes_nothing_in_this_one(ada: Visit) -> None:
    ada.reach("check")
    shown, revision = ada.token("q-team"), run_of(ada.intake()).newest["q-team"].revision
    ada.client.post("/intake/golden/", {"afresh": "1"})
    fill_in(ada.intake(), {"q-workload": SAVED["q-workload"], "q-team": {"options": ["python"]}})
    before = run_of(ada.intake())
    answer = choose(ada, "q-team", revision, shown)
    assert answer.headers["Location"] == "/intake/golden/q-integrity/"
    assert run_of(ada.intake()) == before


def test_a_choice_after_the_submission_offers_both(ada: Visit) -> None:
    ada.reach("check")
    seen = run_of(ada.intake()).revision
    for what in ("From the first tab.", "From the second tab."):
        ada.post("brief", {**BRIEF, "what": what}, "?change=1", seen)
    token, submitted = ada.token("brief"), ada.intake()
    ada.submit()
    later = choose(ada, "brief", seen + 2, token)
    assert later.headers["Location"] == f"/case/receipt/{submitted.submission_id}/"
    earlier = choose(ada, "brief", seen + 1, token)
    assert (earlier.status_code, "From the first tab." in earlier.text) == (409, True)
    sent = {"revision": str(seen + 1), "page-token": token, "put-anew": "1"}
    anew = ada.client.post("/intake/golden/brief/choose/", sent)
    assert anew.headers["Location"] == "/intake/golden/check/"
    assert ada.intake() != submitted
    assert ada.intake().saved()["brief"]["what"] == "From the first tab."
    assert submitted.saved()["brief"]["what"] == "From the second tab."


def test_keeping_the_later_answer_ends_the_notice_as_well(ada: Visit) -> None:
    ada.reach("q-integrity")
    seen = run_of(ada.intake()).revision
    ada.post("q-team", {"team": "python"}, seen=seen)
    ada.post("q-team", {"team": "typescript"}, seen=seen)
    choose(ada, "q-team", run_of(ada.intake()).revision)
    assert NOTICE not in words(ada, "q-integrity")
    assert ada.intake().saved()["q-team"] == {"options": ["typescript"]}


def test_whoever_saw_the_earlier_answer_and_changes_it_is_told_nothing(ada: Visit) -> None:
    ada.reach("q-integrity")
    ada.post("q-team", {"team": "python"})
    ada.post("q-team", {"team": "typescript"})
    assert NOTICE not in words(ada, "q-integrity")


def test_the_same_form_sent_twice_is_no_matter(ada: Visit) -> None:
    """Also where consent was given: its instant is another one, and nothing else is."""
    ada.reach("check")
    seen = run_of(ada.intake()).revision
    contact = {**SAVED["contact"], "consent": "on", "name": "Ada N. Okafor"}
    for _ in "12":
        answer = ada.post("contact", contact, seen=seen)
        assert answer.headers["Location"] == "/intake/golden/check/"
    assert NOTICE not in words(ada, "check")


def test_two_pages_in_two_tabs_are_both_kept(ada: Visit) -> None:
    ada.reach("check")
    seen = run_of(ada.intake()).revision
    ada.post("q-team", {"team": "python"}, seen=seen)
    ada.post("brief", {**BRIEF, "what": "Else."}, seen=seen)
    saved = ada.intake().saved()
    assert (saved["q-team"], saved["brief"]["what"]) == ({"options": ["python"]}, "Else.")
    assert NOTICE not in words(ada, "check")


def test_only_what_was_saved_can_be_chosen(ada: Visit) -> None:
    ada.reach("check")
    before = ada.intake().saved()
    for step, revision in [
        ("q-team", "999"),
        ("brief", "2"),
        ("x", "1"),
        ("q-team", "\0"),
        ("q-team", ""),
    ]:
        assert choose(ada, step, revision).status_code == 404
    assert ada.intake().saved() == before
    assert ada.client.get("/intake/golden/q-team/choose/").status_code == 405
