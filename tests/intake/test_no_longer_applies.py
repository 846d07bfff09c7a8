"""Branches: an answer whose question does not apply any more is taken out, and the page says so."""

from __future__ import annotations

from consult.intake.questions import without_what_no_longer_applies
from consult.intake.services import run_of, save
from tests.intake.visit import BRIEF, PLANS, SAVED, Visit
from tests.people import NOW, fill_in

REWRITE = {**SAVED["brief"], "stage": "rewrite"}
RUNS = {**PLANS, "today": "A monolith in PHP.", "reason": "rigid"}
NOTICE = "Some answers no longer apply"


def reach_check_with_a_rewrite(ada: Visit) -> None:
    ada.reach("check")
    fill_in(ada.intake(), {"brief": REWRITE, "plans": RUNS})


def test_what_applies_is_asked_and_nothing_else(ada: Visit) -> None:
    ada.reach("plans")
    asked = {
        stage: [
            name
            for name in ("today", "reason", "users", "traffic", "timeline", "budget")
            if f'name="{name}"' in _plans_after(ada, stage)
        ]
        for stage in ("idea", "running", "rewrite")
    }
    always = ["users", "traffic", "timeline", "budget"]
    assert asked == {
        "idea": always,
        "running": ["today", *always],
        "rewrite": ["today", "reason", *always],
    }


def _plans_after(ada: Visit, stage: str) -> str:
    ada.fill("brief", stage=stage)
    return str(ada.get("plans").text)


def test_another_stage_takes_the_answers_out_and_the_next_page_names_them(ada: Visit) -> None:
    reach_check_with_a_rewrite(ada)
    answer = ada.post("brief", {**BRIEF, "stage": "idea"}, "?change=1")
    assert answer.headers["Location"] == "/intake/golden/check/"
    assert ada.intake().saved()["plans"] == PLANS
    for _ in "12":  # Seen again, it says the same.
        page = ada.get("check").text
        assert NOTICE in page
        for part in ["What runs today", "A monolith in PHP.", "It is too hard to change"]:
            assert part in page


def test_it_is_said_once_and_not_of_later_changes(ada: Visit) -> None:
    reach_check_with_a_rewrite(ada)
    ada.post("brief", {**BRIEF, "stage": "idea"}, "?change=1")
    ada.fill("contact")
    assert NOTICE not in ada.get("check").text


def test_only_what_depends_on_it_goes(ada: Visit) -> None:
    reach_check_with_a_rewrite(ada)
    ada.post("brief", {**BRIEF, "stage": "running"}, "?change=1")
    assert ada.intake().saved()["plans"] == {**PLANS, "today": "A monolith in PHP."}


def test_what_came_to_apply_is_asked_before_it_can_be_submitted(ada: Visit) -> None:
    ada.reach("check")
    answer = ada.post("brief", {**BRIEF, "stage": "rewrite"}, "?change=1")
    assert answer.headers["Location"] == "/intake/golden/plans/"
    assert ada.post("check", {}).headers["Location"] == "/intake/golden/plans/"
    wrong = ada.post("plans", PLANS)
    for sentence in [
        "Write in a few words what runs today.",
        "Choose the main reason for the rewrite.",
    ]:
        assert wrong.text.count(sentence) == 2
    assert ada.post("plans", RUNS).headers["Location"] == "/intake/golden/check/"


def test_an_old_tab_cannot_answer_what_does_not_apply_and_is_told_so(ada: Visit) -> None:
    ada.reach("check")
    refused = ada.post("plans", {**RUNS, "users": ""})
    assert (refused.status_code, NOTICE in refused.text) == (422, True)
    assert "A monolith in PHP." in refused.text
    ada.post("plans", {**RUNS, "reason": "no such reason"})
    assert ada.intake().saved()["plans"] == PLANS
    assert run_of(ada.intake()).dropped == {"today": "A monolith in PHP."}
    page = ada.get("check").text
    assert (NOTICE in page, "A monolith in PHP." in page) == (True, True)


def test_after_the_submission_it_makes_no_other_content(ada: Visit) -> None:
    ada.reach("check")
    receipt = ada.submit()
    answer = ada.post("plans", {**RUNS, "reason": "no such reason"})
    assert (answer.status_code, answer.headers["Location"]) == (303, receipt)


def test_what_another_tab_made_void_in_the_same_moment_is_taken_out_as_well(ada: Visit) -> None:
    reach_check_with_a_rewrite(ada)
    before = run_of(ada.intake())
    fill_in(ada.intake(), {"brief": {**SAVED["brief"], "stage": "idea"}})
    after = save(intake=ada.intake(), run=before, pages={"plans": RUNS}, now=NOW, based_on=1)
    assert after == run_of(ada.intake())
    assert (after.saved["plans"], after.dropped) == (
        PLANS,
        {"today": "A monolith in PHP.", "reason": "rigid"},
    )


def test_and_what_that_tab_had_answered_is_still_offered(ada: Visit) -> None:
    reach_check_with_a_rewrite(ada)
    before = run_of(ada.intake())
    other = {**PLANS, "budget": "largest"}
    fill_in(ada.intake(), {"brief": {**SAVED["brief"], "stage": "idea"}, "plans": other})
    seen = before.revision
    after = save(intake=ada.intake(), run=before, pages={"plans": RUNS}, now=NOW, based_on=seen)
    overwritten = after.overwritten("plans")
    assert overwritten
    assert (overwritten.earlier.data, overwritten.later.data) == (other, PLANS)


def test_the_past_still_holds_what_was_taken_out(ada: Visit) -> None:
    reach_check_with_a_rewrite(ada)
    before = run_of(ada.intake()).revision
    ada.post("brief", {**BRIEF, "stage": "idea"}, "?change=1")
    run = run_of(ada.intake())
    assert run.at(before)["plans"] == RUNS
    assert run.dropped == {"today": "A monolith in PHP.", "reason": "rigid"}


def test_nothing_is_taken_out_where_everything_applies() -> None:
    assert without_what_no_longer_applies({"brief": REWRITE, "plans": RUNS}) == {}
    assert without_what_no_longer_applies({}) == {}
