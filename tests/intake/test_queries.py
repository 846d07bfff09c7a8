"""What saving a page asks of the database, all counted: limits, session, BEGIN, and COMMIT."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from advisor.core.model import load_matrix
from advisor.services import publish
from tests.intake.conftest import GOLDEN
from tests.intake.visit import STEPS, Visit
from tests.people import NOW, fill_in

MOST = 8


@pytest.fixture
def ada(transactional_db: None, client: Client) -> Visit:
    """Without the transaction that otherwise surrounds a test, so that BEGIN and COMMIT show."""
    publish(load_matrix(GOLDEN.read_text()), NOW)
    visit = Visit(client)
    visit.start()
    return visit


def asked(ada: Visit, step: str, data: dict[str, Any]) -> list[str]:
    """The statements that one POST of a page takes."""
    token = ada.token(step)
    with CaptureQueriesContext(connection) as queries:
        answer = ada.client.post(f"/intake/golden/{step}/", {"page-token": token, **data})
    assert answer.status_code == 303
    return [query["sql"] for query in queries]


def test_saving_a_page_for_the_first_time_takes_at_most_eight(ada: Visit) -> None:
    counts = {step: len(asked(ada, step, data)) for step, data in STEPS.items()}
    assert {step: n for step, n in counts.items() if n > MOST} == {}


def test_saving_a_page_anew_takes_one_less_for_it_is_not_counted_again(ada: Visit) -> None:
    for step, data in STEPS.items():
        asked(ada, step, data)
    assert {len(asked(ada, step, data)) for step, data in STEPS.items()} == {MOST - 1}


def test_dropping_answers_takes_no_more(ada: Visit) -> None:
    rewrite = {**STEPS["brief"], "stage": "rewrite"}
    plans = {**STEPS["plans"], "today": "PHP", "reason": "hard-to-change"}
    intake = ada.intake()
    fill_in(intake, {"brief": rewrite, "plans": plans})
    assert len(asked(ada, "brief", STEPS["brief"])) <= MOST
    dropped = intake.steps.filter(key="plans").latest("revision").dropped
    assert dropped == {"today": "PHP", "reason": "hard-to-change"}


def test_begin_and_commit_are_among_them(ada: Visit) -> None:
    """Or the count would promise less than it says."""
    first = asked(ada, "q-workload", STEPS["q-workload"])
    assert ([sql for sql in first if sql in ("BEGIN", "COMMIT")], len(first)) == (
        ["BEGIN", "COMMIT"],
        MOST,
    )
