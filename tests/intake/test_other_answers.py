"""The same submission with other content: a page that offers both, and nothing done meanwhile."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from consult.intake.models import Intake
from consult.intake.services import run_of
from consult.leads.models import Case
from tests.intake.visit import BRIEF, SAVED, STEPS, Visit

RECEIPT = "/case/receipt/{}/"


def press(ada: Visit, page: Any) -> Any:
    """The second button of the page that offers both."""
    form = page.text[page.text.index('<form method="post"') :]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    action = re.search(r'action="([^"]+)"', form)
    assert action
    data = {unescape(name): unescape(value) for name, value in fields.items()}
    return ada.client.post(unescape(action[1]), data)


def test_a_check_page_that_another_tab_has_outdated_submits_nothing(ada: Visit) -> None:
    ada.reach("check")
    seen = run_of(ada.intake()).revision
    ada.post("q-team", {"team": "python"})
    page = ada.post("check", {}, seen=seen)
    assert page.status_code == 409
    for part in ["changed in another tab", "Team expertise", "Mostly Python"]:
        assert part in page.text
    assert 'href="/intake/golden/check/"' in page.text
    assert (ada.intake().submitted_at, Case.objects.count()) == (None, 0)


def test_what_that_page_showed_can_count_again(ada: Visit) -> None:
    ada.reach("check")
    seen = run_of(ada.intake()).revision
    ada.post("q-team", {"team": "python"})
    answer = press(ada, ada.post("check", {}, seen=seen))
    assert answer.headers["Location"] == "/intake/golden/check/"
    assert ada.intake().saved() == SAVED
    ada.submit()
    assert Case.objects.count() == 1


def test_weights_that_it_did_not_show_count_no_more(ada: Visit) -> None:
    ada.reach("check")
    seen = run_of(ada.intake()).revision
    weights = {"w.workload": "0", "w.team": "5", "w.integrity": "5", "w.time": "5"}
    assert ada.post("weights", weights).status_code == 303
    page = ada.post("check", {}, seen=seen)
    assert (page.status_code, "Weights of your own" in page.text) == (409, True)
    press(ada, page)
    assert ada.intake().saved() == {**SAVED, "weights": {}}
    ada.submit()


def test_a_change_that_was_taken_back_is_no_other_content(ada: Visit) -> None:
    ada.reach("check")
    seen = run_of(ada.intake()).revision
    ada.post("q-team", {"team": "python"})
    ada.fill("q-team")
    receipt = ada.post("check", {}, seen=seen).headers["Location"]
    assert receipt == RECEIPT.format(ada.intake().submission_id)


def test_an_outdated_page_after_the_submission_offers_both(ada: Visit) -> None:
    ada.reach("check")
    seen = run_of(ada.intake()).revision
    ada.post("q-team", {"team": "python"})
    receipt = ada.submit()
    first = ada.intake()
    page = ada.post("check", {}, seen=seen)
    assert page.status_code == 409
    assert "This enquiry was submitted already" in page.text
    assert f'href="{receipt}"' in page.text
    assert press(ada, page).headers["Location"] == "/intake/golden/check/"
    second = ada.intake()
    assert (second.submitted_at, second.saved()) == (None, SAVED)
    assert first.saved()["q-team"] == {"options": ["python"]}
    assert ada.submit() == RECEIPT.format(second.submission_id)
    assert Case.objects.count() == 2


def test_what_is_typed_in_an_old_tab_after_the_submission_goes_into_a_new_enquiry(
    ada: Visit,
) -> None:
    ada.reach("check")
    receipt = ada.submit()
    first = ada.intake()
    page = ada.post("brief", {**BRIEF, "what": "Something else"}, "?change=1")
    assert page.status_code == 409
    for part in ["This enquiry was submitted already", "Something else", f'href="{receipt}"']:
        assert part in page.text
    assert first.saved() == SAVED
    assert press(ada, page).headers["Location"] == "/intake/golden/check/"
    assert ada.intake() != first
    assert ada.intake().saved() == {**SAVED, "brief": {**SAVED["brief"], "what": "Something else"}}
    assert (first.saved(), Intake.objects.count()) == (SAVED, 2)


def test_the_same_page_again_after_the_submission_leads_to_the_receipt(ada: Visit) -> None:
    ada.reach("check")
    receipt = ada.submit()
    for step in ("q-team", "verdict", "brief", "plans", "contact"):
        assert ada.post(step, STEPS[step]).headers["Location"] == receipt
    assert Intake.objects.count() == 1
