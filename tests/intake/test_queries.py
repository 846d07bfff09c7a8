"""What saving a page asks of the database, all counted: limits, session, BEGIN, and COMMIT."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
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
from tests.intake.files import keep_in, names, pdf, ticks, upload
from tests.intake.visit import START, STEPS, Visit
from tests.people import NOW, fill_in, hand_in


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
def other_tab(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[Intake], None]]:
    """Each save is met by another tab, after the intake was read and before it writes.

    That tab does the last of what is in the list: at first, save weights.
    """
    save, number = services.save, iter(range(100))
    does: list[Callable[[Intake], None]] = [
        lambda intake: fill_in(intake, {"weights": {"team": next(number)}})
    ]

    def meanwhile(intake: Intake) -> None:
        does[-1](intake)
        connection.close()

    def after_another(**values: Any) -> Any:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(meanwhile, values["intake"]).result()
        return save(**values)

    monkeypatch.setattr(services, "save", after_another)
    return does


def test_saving_a_page_takes_four(ada: Visit) -> None:
    assert counts(ada) == all_take(4)
    assert counts(ada) == all_take(4)


def test_a_page_of_an_earlier_intake_of_this_browser_takes_no_more(ada: Visit) -> None:
    assert counts(ada, begin_afresh(ada)) == all_take(4)


def test_a_save_that_meets_another_takes_two_more_to_read_it_and_save_again(
    ada: Visit, other_tab: list[Callable[[Intake], None]]
) -> None:
    assert counts(ada) == all_take(6)
    assert counts(ada, begin_afresh(ada)) == all_take(6)


REWRITE = {**STEPS["brief"], "stage": "rewrite"}
PLANS_OF_IT = {**STEPS["plans"], "today": "PHP", "reason": "hard-to-change"}


def test_dropping_answers_takes_no_more(ada: Visit) -> None:
    intake = ada.intake()
    fill_in(intake, {"brief": REWRITE, "plans": PLANS_OF_IT})
    assert len(asked(ada, "brief", STEPS["brief"])) == 4
    dropped = intake.steps.filter(key="plans").latest("revision").dropped
    assert dropped == {"today": "PHP", "reason": "hard-to-change"}


def test_dropping_what_another_tab_saves_at_the_same_moment_takes_two_more(
    ada: Visit, other_tab: list[Callable[[Intake], None]]
) -> None:
    intake = ada.intake()
    fill_in(intake, {"brief": REWRITE})
    other_tab.append(lambda intake: fill_in(intake, {"plans": PLANS_OF_IT}))
    assert len(asked(ada, "brief", STEPS["brief"])) == 6
    dropped = intake.steps.filter(key="plans").latest("revision").dropped
    assert dropped == {"today": "PHP", "reason": "hard-to-change"}


def test_a_page_that_is_refused_takes_no_more_than_eight(ada: Visit) -> None:
    answers = {}
    for step in STEPS:
        data = {"page-token": ada.token(step)}
        with CaptureQueriesContext(connection) as queries:
            answer = ada.client.post(f"{START}{step}/", data)
        if answer.status_code == 422:
            answers[step] = len(queries)
        ada.fill(step)
    assert answers == {
        **dict.fromkeys(("q-workload", "q-team", "q-integrity", "q-time"), 3),
        "brief": 4,
        "plans": 3,
        "contact": 3,
    }


def test_a_page_that_brings_files_and_takes_others_away_takes_eight(
    ada: Visit, settings: Any, tmp_path: Path
) -> None:
    keep_in(settings, tmp_path)
    ada.reach("check")
    three = [upload(f"{mark}.pdf", pdf(mark)) for mark in "abc"]
    assert len(asked(ada, "brief", {**STEPS["brief"], "files": three})) == 7
    assert names(ada) == ["a.pdf", "b.pdf", "c.pdf"]
    both = {"remove-files": ticks(ada)[:2], "files": [upload("d.pdf", pdf("d"))]}
    assert len(asked(ada, "brief", {**STEPS["brief"], **both})) == 8
    assert names(ada) == ["d.pdf", "c.pdf"]


@pytest.mark.parametrize("what", [STEPS["brief"]["what"], ""])
def test_where_a_file_or_the_page_is_refused_it_takes_eight_as_well(
    ada: Visit, settings: Any, tmp_path: Path, what: str
) -> None:
    keep_in(settings, tmp_path)
    ada.reach("check")
    asked(ada, "brief", {**STEPS["brief"], "files": [upload()]})
    files = {"files": [upload("a.pdf", pdf("a")), upload("odd.bin", b"\0")]}
    data = {"page-token": ada.token("brief"), "remove-files": ticks(ada), **files}
    with CaptureQueriesContext(connection) as queries:
        answer = ada.client.post(f"{START}brief/", {**STEPS["brief"], "what": what, **data})
    assert (answer.status_code, len(queries), names(ada)) == (422, 8, ["a.pdf"])


def test_a_page_that_another_tab_outruns_with_the_submission_takes_eight(
    ada: Visit, other_tab: list[Callable[[Intake], None]]
) -> None:
    ada.reach("check")
    other_tab.append(hand_in)
    data = {"page-token": ada.token("brief"), **STEPS["brief"], "notes": "And trains."}
    with CaptureQueriesContext(connection) as queries:
        answer = ada.client.post(f"{START}brief/", data)
    assert (answer.status_code, len(queries)) == (409, 8)


def test_begin_and_commit_are_counted(ada: Visit) -> None:
    """Or the counts would promise less than they say."""
    for step in STEPS:
        asked(ada, step, STEPS[step])
    submission = asked(ada, "check", {})
    assert [sql for sql in submission if sql in ("BEGIN", "COMMIT")] == ["BEGIN", "COMMIT"]
