"""Two tabs send files, or copy and remove them, in the same moment. The tests prove themselves:
without the locks they must fail."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from advisor.core.model import Answers, Matrix
from advisor.services import publish
from consult.intake.attachments import services
from consult.intake.models import Intake
from consult.intake.services import start
from consult.intake.source import Source
from tests.intake.files import keep_in, pdf, upload
from tests.locks import wait_until_blocked
from tests.people import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    return keep_in(settings, tmp_path)


@pytest.fixture
def intake(matrix: Matrix) -> Intake:
    version = publish(matrix, NOW)
    return start(version=version, answers=Answers(), source=Source(), now=NOW)


@pytest.fixture
def no_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **kwargs: self)


def _meeting_before(barrier: threading.Barrier, start: str, patience: float) -> Callable[..., Any]:
    """Holds whoever is about to send such a statement, until the other is there or can't come."""

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(start):
            with suppress(threading.BrokenBarrierError):
                barrier.wait(patience)
        return execute(sql, params, many, context)

    return wrapper


def _at_once(*acts: Callable[[], Any], meet_before: str, patience: float) -> list[Any]:
    """*patience* is in seconds: short where a lock keeps them apart, long where none does."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            with connection.execute_wrapper(_meeting_before(barrier, meet_before, patience)):
                return act()
        except IntegrityError as error:
            return type(error).__name__
        finally:
            barrier.abort()  # Nobody is to be waited for any more.
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(run, act) for act in acts]]


def _two_tabs(
    intake: Intake, files: Sequence[str], others: Sequence[str], patience: float = 0.3
) -> list[Any]:
    def send(marks: Sequence[str]) -> Callable[[], Any]:
        uploads = [upload(f"{mark}.pdf", pdf(mark)) for mark in marks]
        return lambda: services.store(intake=intake, uploads=uploads, now=NOW)

    insert = 'INSERT INTO "intake_attachment"'
    return _at_once(send(files), send(others), meet_before=insert, patience=patience)


def test_two_tabs_never_attach_more_than_three(intake: Intake, store: Path) -> None:
    problems = [one for tab in _two_tabs(intake, "ab", "cd") for one in tab]
    assert [problem.partition(" was ")[2] for problem in problems] == [
        "not kept. At most 3 files can be attached. Remove one to make room."
    ]
    kept = list(intake.attachments.all())
    assert [one.position for one in kept] == [1, 2, 3]
    assert {path.name for path in store.iterdir()} == {one.file.name for one in kept}


def test_a_double_click_attaches_once(intake: Intake, store: Path) -> None:
    assert _two_tabs(intake, "a", "a") == [[], []]
    assert (intake.attachments.count(), len(list(store.iterdir()))) == (1, 1)


@pytest.mark.usefixtures("no_locks")
def test_without_the_lock_a_file_would_be_lost_and_still_none_too_many(
    intake: Intake, store: Path
) -> None:
    assert "IntegrityError" in _two_tabs(intake, "ab", "cd", patience=20)
    assert intake.attachments.count() <= 3
    assert len(list(store.iterdir())) == intake.attachments.count()


def _copied_and_removed(intake: Intake) -> Intake:
    """A copy that is not committed yet when the original's file is removed."""
    services.store(intake=intake, uploads=[upload()], now=NOW)
    [attachment] = intake.attachments.all()
    copied, removed = threading.Event(), threading.Event()
    target = start(version=intake.matrix_version, answers=Answers(), source=Source(), now=NOW)

    def copy() -> None:
        with transaction.atomic():
            services.copy(source=intake, target=target)
            copied.set()
            wait_until_blocked(ended=removed.is_set)

    def remove() -> None:
        copied.wait()
        services.remove(intake=intake, files=[str(attachment.file.name)])
        removed.set()

    _at_once(copy, remove, meet_before="nothing", patience=0)
    return target


def test_a_file_that_was_just_copied_stays(intake: Intake, store: Path) -> None:
    target = _copied_and_removed(intake)
    assert intake.attachments.count() == 0
    assert [path.name for path in store.iterdir()] == [target.attachments.get().file.name]


@pytest.mark.usefixtures("no_locks")
def test_without_the_lock_the_copy_would_have_no_file(intake: Intake, store: Path) -> None:
    target = _copied_and_removed(intake)
    assert (target.attachments.count(), list(store.iterdir())) == (1, [])
