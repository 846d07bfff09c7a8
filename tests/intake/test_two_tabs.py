"""One page in two tabs: the later one wins where everybody sees it, and nothing vanishes."""

from __future__ import annotations

import re
from html import unescape

from consult.intake.services import run_of
from tests.intake.visit import BRIEF, SAVED, Visit

NOTICE = "This was answered in two tabs"


def words(ada: Visit, step: str) -> str:
    """The text of a page, without its markup."""
    page = ada.get(step).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


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
    answer = ada.client.post("/intake/golden/brief/choose/", {"revision": earlier})
    assert answer.headers["Location"] == "/intake/golden/check/"
    assert ada.intake().saved()["brief"] == {**SAVED["brief"], "what": "From the first tab."}
    assert NOTICE not in words(ada, "check")
    assert "From the first tab." in words(ada, "check")


def test_keeping_the_later_answer_ends_the_notice_as_well(ada: Visit) -> None:
    ada.reach("q-integrity")
    seen = run_of(ada.intake()).revision
    ada.post("q-team", {"team": "python"}, seen=seen)
    ada.post("q-team", {"team": "typescript"}, seen=seen)
    later = str(run_of(ada.intake()).revision)
    ada.client.post("/intake/golden/q-team/choose/", {"revision": later})
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
        answer = ada.client.post(f"/intake/golden/{step}/choose/", {"revision": revision})
        assert answer.status_code == 404
    assert ada.intake().saved() == before
    assert ada.client.get("/intake/golden/q-team/choose/").status_code == 405
