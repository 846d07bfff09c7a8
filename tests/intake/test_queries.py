"""What saving a page asks of the database, all counted: limits, session, BEGIN, and COMMIT."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from advisor.core.model import load_matrix
from advisor.services import publish
from consult.intake import services
from consult.intake.models import Intake
from tests.intake.conftest import GOLDEN
from tests.intake.visit import START, STEPS, Visit
from tests.people import NOW, fill_in

MOST = 8


@pytest.fixture
def ada(transactional_db: None, client: Client) -> Visit:
    """Without the transaction that otherwise surrounds a test, so that BEGIN and COMMIT show."""
    publish(load_matrix(GOLDEN.read_text()), NOW)
    visit = Visit(client)
    visit.start()
    return visit


def asked(ada: Visit, step: str, data: dict[str, Any], token: str = "") -> list[str]:
    """The statements that one POST of a page takes."""
    data = {"page-token": token or ada.token(step), **data}
    with CaptureQueriesContext(connection) as queries:
        answer = ada.client.post(f"{START}{step}/", data)
    assert answer.status_code == 303
    return [query["sql"] for query in queries]


def counts(ada: Visit, tokens: dict[str, str] | None = None) -> dict[str, int]:
    """How many those are, page by page."""
    return {
        step: len(asked(ada, step, STEPS[step], (tokens or {}).get(step, ""))) for step in STEPS
    }


def all_take(number: int) -> dict[str, int]:
    return dict.fromkeys(STEPS, number)


def begin_afresh(ada: Visit) -> dict[str, str]:
    """The tokens of all pages of the intake that is put aside."""
    tokens = {step: ada.token(step) for step in STEPS}
    ada.start(afresh="1")
    return tokens


@pytest.fixture
def other_tab(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each save is met by one of another tab, after the intake was read and before it writes."""
    save, number = services.save, iter(range(100))

    def meanwhile(intake: Intake) -> None:
        fill_in(intake, {"weights": {"team": next(number)}})
        connection.close()

    def after_another(**values: Any) -> Any:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(meanwhile, values["intake"]).result()
        return save(**values)

    monkeypatch.setattr(services, "save", after_another)


def test_saving_a_page_takes_seven_and_anew_one_less_for_it_is_not_counted_again(
    ada: Visit,
) -> None:
    assert counts(ada) == all_take(MOST - 1)
    assert counts(ada) == all_take(MOST - 2)


def test_a_page_of_an_earlier_intake_of_this_browser_takes_no_more(ada: Visit) -> None:
    assert counts(ada, begin_afresh(ada)) == all_take(MOST - 1)


def test_a_save_that_meets_another_takes_one_more_to_read_what_that_has_saved(
    ada: Visit, other_tab: None
) -> None:
    assert counts(ada) == all_take(MOST)


def test_both_at_once_take_no_more(ada: Visit, other_tab: None) -> None:
    assert counts(ada, begin_afresh(ada)) == all_take(MOST)


def test_dropping_answers_takes_no_more(ada: Visit) -> None:
    rewrite = {**STEPS["brief"], "stage": "rewrite"}
    plans = {**STEPS["plans"], "today": "PHP", "reason": "hard-to-change"}
    intake = ada.intake()
    fill_in(intake, {"brief": rewrite, "plans": plans})
    assert len(asked(ada, "brief", STEPS["brief"])) < MOST
    dropped = intake.steps.filter(key="plans").latest("revision").dropped
    assert dropped == {"today": "PHP", "reason": "hard-to-change"}


def test_begin_and_commit_are_among_them(ada: Visit) -> None:
    """Or the count would promise less than it says."""
    first = asked(ada, "q-workload", STEPS["q-workload"])
    assert [sql for sql in first if sql in ("BEGIN", "COMMIT")] == ["BEGIN", "COMMIT"]
