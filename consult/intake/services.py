"""The writes of an intake: begin, save one step, submit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from advisor.core.model import Answers
from advisor.core.report import report
from advisor.models import MatrixVersion
from consult.blog.counts.counters import count
from consult.intake.contact import Contact
from consult.intake.models import Intake, Step
from consult.intake.signals import intake_submitted
from consult.intake.source import Source
from consult.intake.steps import CONTACT, to_answers, to_saved


class AlreadySubmitted(Exception):
    """What was submitted stays as it was: its result must go on to match its answers."""


@transaction.atomic
def start(*, version: MatrixVersion, answers: Answers, source: Source, now: datetime) -> Intake:
    """Begin an intake on *version*, with the answers that were given before it."""
    intake = Intake.objects.create(
        matrix_version=version, source=source.model_dump(), started_at=now
    )
    Step.objects.bulk_create(
        Step(intake=intake, key=key, data=data, saved_at=now)
        for key, data in to_saved(answers).items()
    )
    count("started", article=source.article, now=now)
    return intake


@transaction.atomic
def save_step(*, intake: Intake, key: str, data: dict[str, Any], now: datetime) -> None:
    """Write what one page holds; of two tabs the later one wins. Raises AlreadySubmitted."""
    open_row = Intake.objects.select_for_update().filter(pk=intake.pk, submitted_at=None)
    if not open_row.values_list("pk").first():
        raise AlreadySubmitted
    Step.objects.bulk_create(
        [Step(intake=intake, key=key, data=data, saved_at=now)],
        update_conflicts=True,
        unique_fields=["intake", "key"],
        update_fields=["data", "saved_at"],
    )


@transaction.atomic
def submit(*, intake: Intake, now: datetime) -> None:
    """Score the intake, freeze it, and tell whoever listens. Every step must be saved.

    Once only: for an intake that is submitted already, there is nothing left to do.
    """
    rows = Intake.objects.select_for_update(of=("self",)).select_related("matrix_version")
    intake = rows.get(pk=intake.pk)
    if intake.submitted_at:
        return
    saved = intake.saved()
    matrix, version = intake.matrix_version.content, intake.matrix_version.number
    answers = to_answers(matrix, saved)
    intake.result = report(matrix, answers, version, gettext)
    intake.submitted_at = now
    intake.save(update_fields=["result", "submitted_at"])
    contact = Contact.model_validate(saved[CONTACT])
    intake_submitted.send(sender=Intake, intake=intake, contact=contact)
    count("submitted", article=intake.source.get("article", ""), now=now)
