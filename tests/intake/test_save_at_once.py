"""Saving while another tab saves or submits. The tests prove themselves: see the last of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from advisor.core.model import Answers, Matrix
from advisor.services import publish
from consult.intake import services
from consult.intake.models import Intake
from consult.intake.services import AlreadySubmitted, run_of, save
from consult.intake.source import Source
from tests.intake.visit import SAVED
from tests.locks import wait_until_blocked
from tests.people import NOW, fill_in, hand_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def intake(matrix: Matrix) -> Intake:
    version = publish(matrix, NOW)
    begun = services.start(version=version, answers=Answers(), source=Source(), now=NOW)
    fill_in(begun, SAVED)
    return begun


def save_team(intake: Intake, option: str) -> str:
    run = run_of(intake)
    pages = {"q-team": {"options": [option]}}
    try:
        save(intake=intake, run=run, pages=pages, now=NOW, based_on=run.revision)
    except AlreadySubmitted:
        return "refused"
    finally:
        connection.close()
    return "saved"


def test_of_many_saves_at_once_each_is_a_revision_of_its_own(intake: Intake) -> None:
    before = run_of(intake).revision
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda n: save_team(intake, f"option{n}"), range(24)))
    run = run_of(intake)
    saves = [s for s in run.saves if s.revision > before]
    assert done == ["saved"] * 24
    assert [s.revision for s in saves] == list(range(before + 1, before + 25))
    assert {s.data["options"][0] for s in saves} == {f"option{n}" for n in range(24)}


def saved_while_it_is_submitted(intake: Intake) -> tuple[str, Any]:
    """What became of a save that began while a submission was not committed yet."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            hand_in(intake)
            saving = pool.submit(save_team, intake, "python")
            wait_until_blocked(ended=saving.done)
            assert not saving.done()
        outcome = saving.result()
    return outcome, intake.saved()["q-team"]


def test_a_save_waits_for_the_submission_and_is_refused(intake: Intake) -> None:
    assert saved_while_it_is_submitted(intake) == ("refused", SAVED["q-team"])


def test_without_the_condition_it_would_change_what_was_submitted(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = services._SAVE.replace("AND submitted_at IS NULL", "")
    monkeypatch.setattr(services, "_SAVE", without)
    assert saved_while_it_is_submitted(intake) == ("saved", {"options": ["python"]})
