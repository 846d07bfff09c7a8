"""Two tabs submit in the same moment. The test proves itself: without the lock it must fail."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client

from advisor.core.model import Matrix
from advisor.services import publish
from consult.intake.models import Intake
from consult.intake.signals import intake_submitted
from tests.intake.visit import START, Visit
from tests.people import NOW, hand_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada_at_the_check_page(matrix: Matrix) -> Visit:
    publish(matrix, NOW)
    ada = Visit(Client())
    ada.reach("check")
    return ada


def _meeting_at_the_write(barrier: threading.Barrier, patience: float) -> Callable[..., Any]:
    """Holds whoever is about to write the result, until the other is there too or can't come."""

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('UPDATE "intake_intake"'):
            with suppress(threading.BrokenBarrierError):
                barrier.wait(patience)
        return execute(sql, params, many, context)

    return wrapper


def _twice_at_once(act: Callable[[], Any], patience: float) -> list[Any]:
    """*patience* is in seconds: short where a lock keeps them apart, long where none does."""
    barrier = threading.Barrier(2)

    def run() -> Any:
        try:
            with connection.execute_wrapper(_meeting_at_the_write(barrier, patience)):
                return act()
        except Exception as error:
            return type(error).__name__
        finally:
            barrier.abort()  # Nobody is to be waited for any more.
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return [f.result() for f in [pool.submit(run), pool.submit(run)]]


@pytest.fixture
def submissions() -> Any:
    """The intakes that were announced as submitted."""
    seen: list[int] = []

    def listen(sender: object, intake: Intake, **kwargs: object) -> None:
        seen.append(intake.pk)

    intake_submitted.connect(listen)
    yield seen
    intake_submitted.disconnect(listen)


def test_two_tabs_at_once_open_one_case(
    ada_at_the_check_page: Visit, submissions: list[int]
) -> None:
    ada = ada_at_the_check_page
    intake = ada.intake()
    cookie = {"cookie": f"sessionid={ada.client.cookies['sessionid'].value}"}
    token = ada.token("check")
    receipt = f"/case/receipt/{intake.submission_id}/"

    def press() -> str:
        data = {"page-token": token}
        answer = Client(headers=cookie).post(START + "check/", data)
        return answer.headers["Location"]

    assert _twice_at_once(press, patience=0.3) == [receipt, receipt]
    assert submissions == [intake.pk]


def test_without_the_lock_both_would_submit(
    ada_at_the_check_page: Visit, submissions: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = ada_at_the_check_page.intake()
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **kwargs: self)
    outcome = _twice_at_once(lambda: hand_in(intake), patience=20)
    assert submissions == [intake.pk, intake.pk] or "IntegrityError" in outcome
