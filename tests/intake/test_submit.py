from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from advisor.core.explain import explain
from advisor.core.model import Answers, Matrix
from advisor.core.scoring import score
from advisor.models import MatrixVersion
from advisor.services import publish
from consult.intake.models import Intake
from consult.intake.services import AlreadySubmitted, run_of, save
from consult.leads.models import Case, Lead
from tests.intake.visit import SAVED, START, Visit
from tests.people import NOW


def test_submitting_scores_freezes_and_opens_a_case(ada: Visit, version: MatrixVersion) -> None:
    ada.start("?from=choosing&cta=matrix")
    for step in [
        "q-workload",
        "q-team",
        "q-integrity",
        "q-time",
        "verdict",
        "brief",
        "plans",
        "contact",
    ]:
        ada.fill(step)
    assert ada.submit() == f"/case/receipt/{ada.intake().submission_id}/"
    intake = ada.intake()
    case = Case.objects.get()
    answers = Answers(answers={"workload": ("ml",), "team": ("mixed",), "time": ("weeks",)})
    result = score(version.content, answers, version=1)
    explanation = [str(sentence) for sentence in explain(version.content, answers, result)]
    assert intake.result == {**result.document(), "explanation": explanation}
    assert (case.intake, case.lead.email, case.opened_at, case.source) == (
        intake,
        "ada@client.example",
        intake.submitted_at,
        {"article": "choosing", "cta": "matrix", "referrer": "", "utm": {}},
    )
    assert mail.outbox == []


def test_what_was_begun_on_one_version_is_submitted_on_it(
    ada: Visit, version: MatrixVersion, matrix: Matrix
) -> None:
    ada.reach("check")
    publish(matrix.model_copy(update={"title": "Another title"}), NOW)
    ada.submit()
    intake = ada.intake()
    assert intake.result is not None
    assert (intake.result["version"], intake.matrix_version) == (1, version)
    assert "Another title" not in ada.client.get(Case.objects.get().get_absolute_url()).text


def test_the_same_submission_again_leads_to_the_same_receipt(ada: Visit) -> None:
    ada.reach("check")
    assert ada.submit() == ada.submit()
    assert (Lead.objects.count(), Case.objects.count()) == (1, 1)


def test_an_old_tab_submits_again_after_a_new_intake_was_begun(ada: Visit) -> None:
    ada.reach("check")
    token = ada.token("check")
    receipt = ada.submit()
    ada.start()
    assert ada.post("check", {"page-token": token}).headers["Location"] == receipt
    assert Case.objects.count() == 1


def test_back_from_the_receipt_leads_to_the_receipt(ada: Visit) -> None:
    ada.reach("check")
    receipt = ada.submit()
    before = ada.intake().saved()
    for step in ["q-team", "brief", "check", "weights"]:
        assert ada.get(step).headers["Location"] == receipt
    assert ada.intake().saved() == before


def test_after_submitting_another_enquiry_can_be_begun(ada: Visit) -> None:
    ada.reach("check")
    ada.submit()
    assert "You have begun already" not in ada.client.get(START).content.decode()
    ada.reach("check")
    ada.submit()
    assert (Lead.objects.count(), Case.objects.count()) == (1, 2)
    held = Intake.objects.filter(holders__browser=ada.client.session["browser"])
    assert held.exclude(submitted_at=None).count() == 2


def test_an_unfinished_intake_cannot_be_submitted(ada: Visit) -> None:
    ada.reach("contact")
    answer = ada.post("check", {})
    assert answer.headers["Location"] == "/intake/golden/contact/"
    assert (ada.intake().submitted_at, Case.objects.count()) == (None, 0)


@pytest.mark.parametrize("token", ["", "nonsense", "\0"])
def test_a_page_that_arrived_damaged_is_shown_again_whole(ada: Visit, token: str) -> None:
    ada.reach("check")
    answer = ada.post("check", {"page-token": token})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is a problem" in page
    assert f'value="{ada.token("check")}"' in page
    assert Case.objects.count() == 0


def test_another_visitors_page_submits_nothing(ada: Visit) -> None:
    bob = Visit(Client())
    bob.reach("check")
    ada.reach("check")
    answer = ada.post("check", {"page-token": bob.token("check")})
    assert answer.status_code == 409
    assert "no longer open in this browser" in answer.content.decode()
    assert Intake.objects.filter(submitted_at=None).count() == 2
    assert Case.objects.count() == 0


def test_a_page_that_is_saved_while_another_tab_submits_changes_nothing(ada: Visit) -> None:
    ada.reach("check")
    unaware = ada.intake()
    run = run_of(unaware)
    ada.submit()
    with pytest.raises(AlreadySubmitted):
        save(
            intake=unaware,
            run=run,
            pages={"q-team": {"options": ["python"]}},
            now=NOW,
            based_on=run.revision,
        )
    assert ada.intake().saved() == SAVED
