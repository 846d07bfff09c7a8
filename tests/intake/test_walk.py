from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from django.test import Client

from consult.intake.models import Step
from tests.intake.visit import BRIEF, QUESTIONS, SAVED, START, STEPS, Visit


def test_from_the_start_to_submitting_there_are_ten_screens(
    ada: Visit,
) -> None:
    screens = [START, ada.start()]
    for step in STEPS:
        assert ada.client.get(screens[-1]).status_code == 200
        screens.append(ada.fill(step))
    submission_id = ada.intake().submission_id
    expected = [f"{START}{step}/" for step in [*STEPS, "check"]]
    assert screens == [START, *expected]
    assert len(screens) == 10
    assert ada.submit() == f"/case/receipt/{submission_id}/"


def test_every_page_is_a_row_before_the_next_one_shows(ada: Visit) -> None:
    ada.start()
    for number, step in enumerate(STEPS, start=1):
        ada.fill(step)
        assert Step.objects.filter(intake=ada.intake()).count() == number
    saved = ada.intake().saved()
    consented_at = saved["contact"]["consented_at"]
    assert datetime.now(UTC) - datetime.fromisoformat(consented_at) < timedelta(minutes=1)
    assert saved == {**SAVED, "contact": {**SAVED["contact"], "consented_at": consented_at}}


def test_a_question_offers_its_options_and_not_sure_with_the_reason_as_a_hint(ada: Visit) -> None:
    ada.start()
    page = ada.get("q-workload").content.decode()
    for part in ["Step 1 of 9", "Serving models", "Not sure", "It decides more than anything"]:
        assert part in page
    assert page.count('type="checkbox"') == 3
    ada.fill("q-workload")
    assert ada.get("q-team").content.decode().count('type="radio"') == 4


def test_a_page_that_is_seen_again_shows_what_was_saved(ada: Visit) -> None:
    ada.reach("check")
    assert 'value="ml" id="id_workload_0" checked' in ada.get("q-workload").content.decode()
    integrity = ada.get("q-integrity").content.decode()
    assert re.findall(r'value="([^"]*)"[^>]* checked', integrity) == ["not-sure"]
    assert "Route planning for lorries,\nwith a model" in ada.get("brief").content.decode()
    contact = ada.get("contact").content.decode()
    for part in [
        'value="Ada Okafor"',
        '<option value="America/New_York" selected>',
        'data-time-zone="kept"',
    ]:
        assert part in contact


def test_the_time_zone_is_the_practices_until_the_browser_says_its_own(ada: Visit) -> None:
    ada.reach("contact")
    page = ada.get("contact").content.decode()
    assert '<option value="Europe/Berlin" selected>' in page
    assert 'data-time-zone=""' in page


def test_a_page_too_early_leads_to_the_first_open_one(ada: Visit) -> None:
    ada.reach("q-team")
    for step in ["q-time", "verdict", "contact", "check"]:
        assert ada.get(step).headers["Location"] == "/intake/golden/q-team/"
    for step in ["verdict", "check"]:
        assert ada.post(step, {}).headers["Location"] == "/intake/golden/q-team/"
    assert set(ada.intake().saved()) == {"q-workload"}


def test_a_tab_from_before_starting_afresh_loses_nothing_that_is_typed_in_it(ada: Visit) -> None:
    ada.reach("brief")
    ada.start(afresh="1")
    wrong = ada.post("brief", {**BRIEF, "stage": "?"})
    assert (wrong.status_code, BRIEF["what"].partition(",")[0] in wrong.text) == (422, True)
    assert ada.fill("brief") == "/intake/golden/q-workload/"
    for question in QUESTIONS:
        ada.fill(question)
    assert ada.get("contact").headers["Location"] == "/intake/golden/verdict/"
    assert ada.fill("verdict") == "/intake/golden/plans/"
    assert ada.fill("plans") == "/intake/golden/contact/"
    assert ada.intake().saved() == {key: SAVED[key] for key in SAVED if key != "contact"}


def test_a_browser_without_an_intake_is_led_to_the_start(ada: Visit) -> None:
    answer = ada.client.get(START + "brief/", follow=True)
    assert answer.redirect_chain == [(START + "?lost=1", 303)]
    assert "There is no enquiry to continue in this browser" in answer.content.decode()


def test_what_is_sent_without_an_intake_is_refused_and_stays_in_the_browser(ada: Visit) -> None:
    answer = ada.client.post(START + "brief/", BRIEF)
    assert answer.status_code == 409
    assert "nothing could be saved" in answer.content.decode()


def test_another_browser_sees_nothing_of_it(ada: Visit) -> None:
    ada.reach("check")
    answer = Client().get(START + "check/", follow=True)
    assert answer.redirect_chain == [(START + "?lost=1", 303)]


def test_it_goes_on_after_the_browser_was_closed(ada: Visit) -> None:
    ada.reach("contact")
    again = Visit(Client())
    again.client.cookies["sessionid"] = ada.client.cookies["sessionid"].value
    assert 'href="/intake/golden/contact/"' in again.client.get(START).content.decode()
    assert again.fill("contact") == "/intake/golden/check/"


def test_the_verdict_comes_in_full_before_any_personal_data(ada: Visit) -> None:
    ada.reach("verdict")
    page = ada.get("verdict").content.decode()
    for part in ["Step 5 of 9", "Leaning", "The case leans towards FastAPI", "Why"]:
        assert part in page
    assert ada.get("contact").status_code == 303


def test_weights_of_ones_own_move_the_verdict(ada: Visit) -> None:
    ada.reach("brief")
    before = ada.get("verdict").content.decode()
    zeros = {"w.team": "5", "w.integrity": "0", "w.time": "0"}
    answer = ada.post("weights", {"w.workload": "0", **zeros})
    assert answer.headers["Location"] == "/intake/golden/verdict/"
    assert ada.intake().saved()["weights"] == {"workload": 0, "team": 5, "integrity": 0, "time": 0}
    after = ada.get("verdict").content.decode()
    assert ('data-kind="lean"' in before, 'data-kind="clear"' in after) == (True, True)
