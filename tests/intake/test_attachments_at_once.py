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
from consult.intake.attachments import changing, services
from consult.intake.attachments.changing import change
from consult.intake.models import Intake
from consult.intake.services import start
from consult.intake.source import Source
from tests.intake.files import keep_in, pdf, upload
from tests.intake.visit import SAVED
from tests.locks import wait_until_blocked
from tests.people import NOW, fill_in, hand_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    return keep_in(settings, tmp_path)


@pytest.fixture
def intake(matrix: Matrix) -> Intake:
    version = publish(matrix, NOW)
    return start(version=version, answers=Answers(), source=Source(), now=NOW)


def _at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Their results, or the names of their errors. All meet before they add their rows."""
    barrier = threading.Barrier(len(acts))

    def meet(execute: Any, sql: str, *args: Any) -> Any:
        if sql is changing._ADD:
            with suppress(threading.BrokenBarrierError):
                barrier.wait(20)
        return execute(sql, *args)

    def run(act: Callable[[], Any]) -> Any:
        try:
            with connection.execute_wrapper(meet):
                return act()
        except IntegrityError as error:
            return type(error).__name__
        finally:
            barrier.abort()  # Nobody is to be waited for any more.
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(run, act) for act in acts]]


def _two_tabs(intake: Intake, files: Sequence[str], others: Sequence[str]) -> list[Any]:
    def send(marks: Sequence[str]) -> Callable[[], Any]:
        uploads = [upload(f"{mark}.pdf", pdf(mark)) for mark in marks]
        return lambda: change(intake=intake, uploads=uploads, now=NOW)

    return _at_once(send(files), send(others))


def test_two_tabs_never_attach_more_than_three(intake: Intake, store: Path) -> None:
    tabs = _two_tabs(intake, "ab", "cd")
    problems = [one for tab in tabs for one in tab.problems]
    assert [problem.partition(" was ")[2] for problem in problems] == [
        "not kept. At most 3 files can be attached. Remove one to make room."
    ]
    kept = list(intake.attachments.all())
    assert [one.position for one in kept] == [1, 2, 3]
    assert {path.name for path in store.iterdir()} == {one.file.name for one in kept}
    assert [one.name for one in kept] in [[one.name for one in tab.attachments] for tab in tabs]


def test_a_double_click_attaches_once(intake: Intake, store: Path) -> None:
    assert [tab.problems for tab in _two_tabs(intake, "a", "a")] == [[], []]
    assert (intake.attachments.count(), len(list(store.iterdir()))) == (1, 1)


def test_were_it_not_seen_who_was_second_a_file_would_be_lost_and_still_none_too_many(
    intake: Intake, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = changing._ADD.replace("ON CONFLICT DO NOTHING", "")
    monkeypatch.setattr(changing, "_ADD", without)
    assert "IntegrityError" in _two_tabs(intake, "ab", "cd")
    assert intake.attachments.count() <= 3
    assert len(list(store.iterdir())) == intake.attachments.count()


def _changed_while_it_is_submitted(intake: Intake, *, adds: bool) -> list[str]:
    """What is attached in the end. A page adds a file, or removes one, before that is committed."""
    fill_in(intake, SAVED)
    change(intake=intake, uploads=[upload()], now=NOW)
    names = [str(one.file.name) for one in intake.attachments.all()]
    uploads = [upload("late.pdf", pdf("late"))]

    def change_it() -> None:
        if adds:
            change(intake=intake, uploads=uploads, now=NOW)
        else:
            change(intake=intake, remove=names, now=NOW)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            hand_in(intake)
            changing_it = pool.submit(change_it)
            wait_until_blocked(ended=changing_it.done)
        changing_it.result()
    return [one.name for one in intake.attachments.all()]


@pytest.mark.parametrize("adds", [True, False])
def test_what_is_submitted_keeps_its_files(intake: Intake, store: Path, adds: bool) -> None:
    assert _changed_while_it_is_submitted(intake, adds=adds) == ["plan.pdf"]
    assert len(list(store.iterdir())) == 1


@pytest.mark.parametrize(("adds", "statement"), [(True, "_ADD"), (False, "_REMOVE")])
def test_without_the_lock_it_would_not(
    intake: Intake, monkeypatch: pytest.MonkeyPatch, adds: bool, statement: str
) -> None:
    without = getattr(changing, statement).replace("FOR UPDATE", "")
    monkeypatch.setattr(changing, statement, without)
    assert _changed_while_it_is_submitted(intake, adds=adds) != ["plan.pdf"]


def _copied_and_removed(intake: Intake) -> Intake:
    """A copy that is not committed yet when the original's file is removed."""
    change(intake=intake, uploads=[upload()], now=NOW)
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
        change(intake=intake, now=NOW, remove=[str(attachment.file.name)])
        removed.set()

    _at_once(copy, remove)
    return target


def test_a_file_that_was_just_copied_stays(intake: Intake, store: Path) -> None:
    target = _copied_and_removed(intake)
    assert intake.attachments.count() == 0
    assert [path.name for path in store.iterdir()] == [target.attachments.get().file.name]


def test_without_the_lock_the_copy_would_have_no_file(
    intake: Intake, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **kwargs: self)
    target = _copied_and_removed(intake)
    assert (target.attachments.count(), list(store.iterdir())) == (1, [])
