"""Drafts are forgotten when their time is over, and never while somebody saves or submits them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from celery.schedules import crontab
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from advisor.core.model import Answers, Matrix
from advisor.models import MatrixVersion
from advisor.services import publish
from consult.followups.models import Message
from consult.intake import expiry, services, views
from consult.intake.expiry import expire_drafts, expires_at, tidy_submitted
from consult.intake.models import Attachment, FunnelCount, HalfWritten, Holder, Intake, Step
from consult.intake.resume_link import ask_by_mail
from consult.intake.services import run_of, save, start
from consult.intake.source import Source
from consult.intake.tasks import expire
from consult.leads.models import Case
from tests.intake.visit import SAVED, START, Visit
from tests.locks import wait_until_blocked
from tests.people import NOW, brief, fill_in, hand_in

DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)


def begun(version: MatrixVersion, *, contact: bool = False) -> Intake:
    """A draft that was saved last at NOW."""
    intake = start(version=version, answers=Answers(), source=Source(article="x"), now=NOW)
    fill_in(intake, SAVED if contact else {"q-team": SAVED["q-team"]})
    return intake


def test_a_draft_is_kept_for_a_month_and_one_with_contact_for_three() -> None:
    kept = [expires_at(NOW, has_contact=has) - NOW for has in (False, True)]
    assert kept == [30 * DAY, 90 * DAY]


@pytest.mark.parametrize(("contact", "days"), [(False, 30), (True, 90)])
def test_it_is_deleted_on_the_instant(version: MatrixVersion, contact: bool, days: int) -> None:
    begun(version, contact=contact)
    at = NOW + days * DAY
    counts = [(expire_drafts(now), Intake.objects.count()) for now in (at - INSTANT, at, at)]
    assert counts == [(0, 1), (1, 0), (0, 0)]


def test_saving_a_page_moves_the_day_on(version: MatrixVersion) -> None:
    intake = begun(version)
    fill_in(intake, {"q-time": SAVED["q-time"]}, NOW + 20 * DAY)
    assert [expire_drafts(NOW + days * DAY) for days in (49, 50)] == [0, 1]


def test_all_that_hangs_on_it_goes_and_the_numbers_stay(ada: Visit, version: MatrixVersion) -> None:
    ada.reach("brief")
    intake = ada.intake()
    ask_by_mail(intake=intake, email="ada@client.example", now=NOW)
    HalfWritten.objects.create(intake=intake, key="brief", data={"what": "Half"}, based_on=5)
    Attachment.objects.create(
        intake=intake, position=1, name="a.txt", content_type="text/plain", size=1, file="a"
    )
    numbers = list(FunnelCount.objects.values())
    assert expire_drafts(timezone.now() + 31 * DAY) == 1
    models: list[Any] = [Intake, Step, Holder, HalfWritten, Attachment, Message]
    assert [model.objects.count() for model in models] == [0] * 6
    assert (list(FunnelCount.objects.values()), bool(numbers)) == (numbers, True)
    assert ada.get("brief").headers["Location"] == START + "?lost=1"
    assert "deleted after a long time without a change" in ada.client.get(START + "?lost=1").text


def test_many_are_deleted_batch_by_batch(
    version: MatrixVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expiry, "BATCH", 2)
    for _ in range(5):
        begun(version)
    assert (expire_drafts(NOW + 30 * DAY), Intake.objects.count()) == (5, 0)


def test_what_was_submitted_stays_and_what_came_before_it_goes(version: MatrixVersion) -> None:
    intake = begun(version, contact=True)
    fill_in(intake, {"brief": brief(what="Something else.")["brief"]})
    hand_in(intake)
    HalfWritten.objects.create(intake=intake, key="brief", data={"what": "Half"}, based_on=5)
    before, steps = intake.saved(), intake.steps.count()
    tidy_submitted(NOW + 30 * DAY - INSTANT)
    assert (intake.steps.count(), intake.half_written.count()) == (steps, 1)
    tidy_submitted(NOW + 30 * DAY)
    assert expire_drafts(NOW + 900 * DAY) == 0
    assert (intake.steps.count(), intake.half_written.count()) == (steps - 1, 0)
    assert (intake.saved(), Case.objects.count()) == (before, 1)


def test_of_a_draft_nothing_earlier_goes(version: MatrixVersion) -> None:
    intake = begun(version)
    fill_in(intake, {"q-team": SAVED["q-team"]})
    tidy_submitted(NOW + 900 * DAY)
    assert intake.steps.count() == 2


def while_deleting(matrix: Matrix, act: Callable[[Intake], None]) -> tuple[int, Any]:
    """Delete what has expired while *act* on such a draft is done and not committed yet.

    How many were deleted, and how *act* ended.
    """
    intake = begun(publish(matrix, NOW), contact=True)
    acted, looked = threading.Event(), threading.Event()

    def visitor() -> Any:
        try:
            with transaction.atomic():
                act(intake)
                acted.set()
                wait_until_blocked(ended=looked.is_set)
        except Exception as error:
            return type(error).__name__
        finally:
            connection.close()

    def night() -> int:
        acted.wait(10)
        try:
            return expire_drafts(NOW + 90 * DAY)
        except Exception:
            return -1
        finally:
            looked.set()
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.submit(visitor), pool.submit(night)
        return two.result(), one.result()


def save_a_page(intake: Intake) -> None:
    now, pages = NOW + 90 * DAY, {"q-team": SAVED["q-team"]}
    save(intake=intake, run=run_of(intake), pages=pages, now=now, based_on=1)


def submit_it(intake: Intake) -> None:
    hand_in(intake, NOW + 90 * DAY)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [save_a_page, submit_it])
def test_what_is_saved_or_submitted_at_this_moment_is_left(
    matrix: Matrix, act: Callable[[Intake], None]
) -> None:
    assert while_deleting(matrix, act) == (0, None)
    assert Intake.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [save_a_page, submit_it])
def test_without_the_lock_it_would_not_be(
    matrix: Matrix, act: Callable[[Intake], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = QuerySet.select_for_update

    def without(rows: Any, **kwargs: Any) -> Any:
        return rows if kwargs.get("skip_locked") else locked(rows, **kwargs)

    monkeypatch.setattr(QuerySet, "select_for_update", without)
    assert while_deleting(matrix, act) != (0, None)


def expiring_after(monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
    """Let the night delete everything right after the view has read it."""
    read = getattr(module, name)

    def and_delete(*args: Any, **kwargs: Any) -> Any:
        result = read(*args, **kwargs)
        Intake.objects.all().delete()
        return result

    monkeypatch.setattr(module, name, and_delete)


def test_a_page_sent_while_it_is_deleted_says_that_nothing_was_saved(
    ada: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.reach("plans")
    token = ada.token("plans")
    expiring_after(monkeypatch, views, "held_on")
    answer = ada.client.post(START + "plans/", {**SAVED["plans"], "page-token": token})
    assert answer.status_code == 409
    assert "so nothing could be saved" in answer.text


def test_submitting_what_is_deleted_meanwhile_says_so(
    ada: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.reach("check")
    token = ada.token("check")
    expiring_after(monkeypatch, services, "run_of")
    answer = ada.client.post(START + "check/", {"page-token": token})
    assert answer.status_code == 409
    assert "so nothing was submitted" in answer.text


def by_command() -> int:
    out = StringIO()
    call_command("expire_drafts", stdout=out)
    return int(out.getvalue().removesuffix(" expired drafts deleted\n"))


@pytest.mark.parametrize("run", [by_command, expire])
def test_the_command_and_the_task_do_the_same_sessions_included(
    version: MatrixVersion, run: Callable[[], int]
) -> None:
    now = timezone.now()
    for days in (31, 29):
        begun(version)
        Intake.objects.filter(saved_at=NOW).update(saved_at=now - days * DAY)
    for key, end in [("old", now - DAY), ("new", now + DAY)]:
        Session.objects.create(session_key=key, session_data="", expire_date=end)
    assert run() == 1
    assert [intake.saved_at for intake in Intake.objects.all()] == [now - 29 * DAY]
    assert [session.session_key for session in Session.objects.all()] == ["new"]


def test_it_is_done_every_night_by_the_clock() -> None:
    entry = settings.CELERY_BEAT_SCHEDULE["intake.expire"]
    assert (entry["task"], entry["schedule"]) == (expire.name, crontab(hour="3", minute="17"))


def test_a_scheduler_that_was_away_at_night_catches_up() -> None:
    kept: Any = settings.CELERY_BEAT_SCHEDULE["intake.expire"]["schedule"]
    schedule = crontab(hour=kept._orig_hour, minute=kept._orig_minute, nowfun=lambda: NOW)
    last_nights = [NOW.replace(hour=3, minute=17) - days * DAY for days in (0, 1, 9)]
    assert [schedule.is_due(night).is_due for night in last_nights] == [False, True, True]
