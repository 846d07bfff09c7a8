"""The writes of an intake: begin, save a page, bring back, copy, submit."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext

from advisor.core.model import Answers
from advisor.core.report import report
from advisor.models import MatrixVersion, published
from consult.blog.counts.counters import count
from consult.intake.attachments import services as attachments
from consult.intake.contact import Contact
from consult.intake.funnel.counters import COUNT, counting, day_of, reached
from consult.intake.funnel.reach import SUBMITTED, beyond, furthest, latest
from consult.intake.models import Holder, Intake, Step
from consult.intake.questions import without_what_no_longer_applies
from consult.intake.run import FIRST, Run, Save, content
from consult.intake.signals import intake_submitted
from consult.intake.source import Source
from consult.intake.steps import CONTACT, WEIGHTS, to_answers, to_saved

# Written out, as below: to put such a query together costs the ORM more than all else in a page.
# All saves of the intake named by what is filled in, each as the fields of `Save`.
SAVES = """(
    SELECT COALESCE(json_agg(
        json_build_array(key, revision, based_on, data, dropped) ORDER BY revision, id
    ), '[]')
    FROM intake_step WHERE intake_id = {0}
)"""
# One statement, so that it is saved and counted whole or not at all: never after the submission,
# and only where all was read that is saved. It gives back the revision, if it has saved.
_SAVE = f"""
    WITH own AS (
        UPDATE intake_intake SET revision = revision + 1, saved_at = %(now)s
        WHERE id = %(intake)s AND submitted_at IS NULL AND revision = %(read)s
        RETURNING id, revision
    ), written AS (
        INSERT INTO intake_step (intake_id, key, revision, based_on, data, dropped, saved_at)
        SELECT own.id, page.key, own.revision, %(based_on)s,
               page.value -> 'data', page.value -> 'dropped', %(now)s
        FROM own, jsonb_each(%(pages)s::jsonb) AS page
    ), counted AS ({COUNT.format("EXISTS (SELECT FROM own)")})
    SELECT revision FROM own
"""
_UNSENT = f"""
    SELECT revision, {SAVES.format("intake.id")}
    FROM intake_intake AS intake WHERE id = %s AND submitted_at IS NULL
"""


class AlreadySubmitted(Exception):
    """What was submitted stays as it was: its result must go on to match its answers."""


class OtherAnswers(Exception):
    """What was to be submitted is not what is saved, or was submitted, by now."""


class OtherFiles(Exception):
    """The files that were to be submitted are not those that are attached by now."""


def run_of(intake: Intake) -> Run:
    """All that was saved of *intake*, read in one query."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {SAVES.format('%s')}", [intake.pk])
        (rows,) = cursor.fetchone()
    return run_from(intake, rows)


def run_from(intake: Intake, rows: Sequence[Sequence[Any]]) -> Run:
    """The same of *rows* that are at hand already, read by `SAVES`."""
    saves = tuple(Save(*row) for row in rows)
    return Run(published(intake.matrix_version_id).content, saves)


@transaction.atomic
def start(
    *,
    version: MatrixVersion,
    answers: Answers,
    source: Source,
    now: datetime,
    browser: uuid.UUID | None = None,
    instead_of: Intake | None = None,
) -> Intake:
    """Begin an intake on *version* in *browser*, with the answers that were given before it.

    *instead_of* is the one that the visitor puts aside for it.
    """
    return _begin(version, source.model_dump(), to_saved(answers), now, browser, instead_of)


@transaction.atomic
def copy(
    *,
    intake: Intake,
    revision: int,
    now: datetime,
    browser: uuid.UUID,
    files: Collection[str] | None = None,
) -> Intake:
    """A new intake that holds what *intake* held at *revision*, and its attachments.

    If *files* are given, only those attachments that have these names in the store.
    """
    saved = run_of(intake).at(revision)
    version = published(intake.matrix_version_id)
    intake.refresh_from_db()  # Another tab may have submitted it.
    copied = _begin(version, intake.source, saved, now, browser, intake)
    attachments.copy(source=intake, target=copied, only=files)
    return copied


def _begin(
    version: MatrixVersion,
    source: dict[str, Any],
    saved: Mapping[str, Any],
    now: datetime,
    browser: uuid.UUID | None,
    before: Intake | None,
) -> Intake:
    intake = Intake(matrix_version=version, source=source, started_at=now, saved_at=now)
    if before and before.source.get("article", "") == source.get("article", ""):
        # The same visitor at the same door: he is counted where he was not counted before.
        intake.counted_on = day_of(before)
        intake.counted_to = _counted_to(before)
    intake.save()
    Step.objects.bulk_create(
        Step(intake=intake, key=key, revision=FIRST, data=data, saved_at=now)
        for key, data in saved.items()
    )
    if browser:
        Holder.objects.create(intake=intake, browser=browser, opened_at=now)
    run = run_of(intake)
    reached(beyond(run.matrix, latest(run.matrix, intake.counted_to), furthest(run)), intake=intake)
    count("started", article=intake.source.get("article", ""), now=now)
    return intake


def _counted_to(intake: Intake) -> str:
    """The furthest step at which the visitor of *intake* is counted."""
    run = run_of(intake)
    submitted = SUBMITTED if intake.submitted_at else ""
    return latest(run.matrix, intake.counted_to, furthest(run), submitted)


def save(
    *, intake: Intake, run: Run, pages: Mapping[str, Any], now: datetime, based_on: int
) -> Run:
    """Write what *pages* hold, by their keys; of two tabs the later one wins, and nothing is lost.

    *run* is the intake as it was read, *based_on* the revision that the visitor had seen. Answers
    whose questions no longer apply are taken out. Raises AlreadySubmitted.
    """
    read = run.revision
    while True:
        after = {**run.saved, **pages}
        written = {key: {"data": data, "dropped": {}} for key, data in pages.items()}
        for key, (data, dropped) in without_what_no_longer_applies(after).items():
            written[key] = {"data": data, "dropped": dropped}
        saves = (
            Save(key, read + 1, based_on, one["data"], one["dropped"])
            for key, one in written.items()
        )
        result = Run(run.matrix, (*run.saves, *saves))
        counted = latest(run.matrix, furthest(run), intake.counted_to)
        values: dict[str, Any] = {
            **counting(beyond(run.matrix, counted, furthest(result)), intake),
            "now": now,
            "intake": intake.pk,
            "read": read,
            "based_on": based_on,
            "pages": json.dumps(written),
        }
        with connection.cursor() as cursor:
            cursor.execute(_SAVE, values)
            if cursor.fetchone():
                return result
        read, run = _read_again(intake)  # Another tab has saved since it was read, or submitted.


def _read_again(intake: Intake) -> tuple[int, Run]:
    """The revision of *intake* and all that was saved of it. Raises AlreadySubmitted."""
    with connection.cursor() as cursor:
        cursor.execute(_UNSENT, [intake.pk])
        row = cursor.fetchone()
    if row is None:
        raise AlreadySubmitted
    return row[0], run_from(intake, row[1])


def bring_back(*, intake: Intake, run: Run, revision: int, now: datetime) -> Run:
    """Let what was saved at *revision* count again. Raises AlreadySubmitted."""
    # Weights of one's own are the one page that need not be there when a check page is shown.
    earlier = {WEIGHTS: {}, **run.at(revision)}
    pages = {key: data for key, data in earlier.items() if data != run.saved.get(key, {})}
    if not pages:
        return run
    return save(intake=intake, run=run, pages=pages, now=now, based_on=run.revision)


@transaction.atomic
def submit(
    *,
    intake: Intake,
    now: datetime,
    seen: int,
    files: Collection[str] | None = None,
    suspicions: Sequence[str] = (),
) -> None:
    """Score the intake, freeze it, and tell whoever listens. Every step must be saved.

    *seen* is the revision that the visitor submits, *files* the names in the store of those that he
    submits, if that is known. Raises OtherAnswers where the revision holds something else than what
    is saved by now, or anything is another than what was submitted; and OtherFiles where nothing is
    submitted, and others are attached. Once only: submitted again, there is nothing left to do.
    """
    rows = Intake.objects.select_for_update(of=("self",))
    intake = rows.get(pk=intake.pk)
    run = run_of(intake)
    others = files is not None and set(files) != attachments.names_of(intake)
    if content(run.at(seen)) != content(run.saved) or (intake.submitted_at and others):
        raise OtherAnswers
    if intake.submitted_at:
        return
    if others:
        raise OtherFiles
    number = published(intake.matrix_version_id).number
    intake.result = report(run.matrix, to_answers(run.matrix, run.saved), number, gettext)
    intake.submitted_at = now
    intake.save(update_fields=["result", "submitted_at"])
    intake.half_written.all().delete()  # It was never sent, and now it never will be.
    contact = Contact.model_validate(run.saved[CONTACT])
    intake_submitted.send(
        sender=Intake, intake=intake, contact=contact, suspicions=list(suspicions)
    )
    counted = latest(run.matrix, furthest(run), intake.counted_to)
    reached(beyond(run.matrix, counted, SUBMITTED), intake=intake)
    count("submitted", article=intake.source.get("article", ""), now=now)
