"""What was entered on a page of the brief and not sent yet: kept, shown again, and never sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django import forms
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from advisor.core.problems import UNPRINTABLE
from consult.http import private
from consult.intake.browsers import held
from consult.intake.models import Intake
from consult.intake.page_token import FIELD, PageToken
from consult.intake.questions import QUESTIONS
from consult.intake.run import Run
from consult.limits import limited

# Of two tabs the later one wins. Nothing is kept of a page that was sent meanwhile: the visitor of
# this one has not seen that. The lock waits for a submission that is under way, and for no save.
_KEEP = """
    INSERT INTO intake_halfwritten (intake_id, key, data, based_on, saved_at)
    SELECT own.id, %(key)s, %(data)s::jsonb, %(based_on)s, %(now)s
    FROM intake_intake AS own
    WHERE own.id = %(intake)s AND own.submitted_at IS NULL AND NOT EXISTS (
        SELECT FROM intake_step AS sent
        WHERE sent.intake_id = own.id AND sent.key = %(key)s AND sent.revision > %(based_on)s
    )
    FOR KEY SHARE OF own
    ON CONFLICT (intake_id, key) DO UPDATE
    SET (data, based_on, saved_at) = (excluded.data, excluded.based_on, excluded.saved_at)
"""
# One request for each pause in typing; whoever types and pauses all day stays below it.
keeping = limited("half-written", burst=60, per_minute=40, methods={"POST"})


def entered(page: str, sent: Mapping[str, str]) -> dict[str, str]:
    """The answers to questions of *page* in what was *sent*, as much of them as can be stored."""
    answers = {}
    for question in QUESTIONS:
        value = sent.get(question.name)
        if question.page != page or value is None:
            continue
        if question.choices is None:
            answers[question.name] = UNPRINTABLE.sub("", value.replace("\r\n", "\n"))[
                : question.most
            ]
        elif value in dict(question.choices):
            answers[question.name] = value
    return answers


def keep(
    *, intake: Intake, page: str, answers: Mapping[str, str], based_on: int, now: datetime
) -> bool:
    """Keep *answers* of a visitor who has seen the revision *based_on*. Whether they count."""
    values: dict[str, Any] = {
        "intake": intake.pk,
        "key": page,
        "data": json.dumps(answers),
        "based_on": based_on,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, values)
        return bool(cursor.rowcount)


def restore(form: forms.Form, intake: Intake, run: Run, page: str) -> bool:
    """Show in *form* what was kept of *page* since it was last sent. Whether that is anything."""
    newest = run.newest.get(page)
    kept = intake.half_written.filter(key=page, based_on__gte=newest.revision if newest else 0)
    data = kept.values_list("data", flat=True).first() or {}
    changed = {
        name: value
        for name, value in data.items()
        if name in form.fields and value != form.initial.get(name, "")
    }
    form.initial = {**form.initial, **changed}
    return bool(changed)


@private
@require_POST
@keeping
def half_written(request: HttpRequest, matrix: str, step: str) -> HttpResponse:
    """204: it is kept. 409: it is not, because that page was sent or submitted meanwhile."""
    token = PageToken.read(request.POST.get(FIELD, ""), step)
    answers = entered(step, request.POST.dict())
    if token is None or not answers:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    intake = held(request).filter(submission_id=token.submission_id).first()
    based_on, now = token.revision, timezone.now()
    if intake and keep(intake=intake, page=step, answers=answers, based_on=based_on, now=now):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return HttpResponse(status=HTTPStatus.CONFLICT)


def keep_refused(request: HttpRequest, intake: Intake, token: PageToken, now: datetime) -> None:
    """What was sent with a mistake in it is not saved, so it is kept: nobody types it twice."""
    answers = entered(token.step, request.POST.dict())
    if answers and token.submission_id == intake.submission_id:
        keep(intake=intake, page=token.step, answers=answers, based_on=token.revision, now=now)
