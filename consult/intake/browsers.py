"""Which intakes a browser holds. Its session keeps one random key."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest

from consult.intake.models import Holder, Intake
from consult.intake.run import Run
from consult.intake.services import SAVES, run_from

KEY = "browser"

# Every page begins with it, and to put it together costs the ORM more than to ask it. One query
# for all, so that a page which has to look twice still takes no more than eight.
_NEWEST = f"""
    SELECT intake.*, {SAVES.format("intake.id")} AS saves, ARRAY(
        SELECT other.submission_id FROM intake_holder
        JOIN intake_intake AS other ON other.id = intake_id WHERE browser = holder.browser
    ) AS here
    FROM intake_intake AS intake
    JOIN intake_holder AS holder ON holder.intake_id = intake.id
    JOIN advisor_matrixversion AS version ON version.id = intake.matrix_version_id
    JOIN advisor_decisionmatrix AS matrix ON matrix.id = version.matrix_id
    WHERE holder.browser = %s AND matrix.slug = %s
    ORDER BY holder.opened_at DESC, intake.id DESC LIMIT 1
"""


class Held(NamedTuple):
    """An intake, all that was saved of it, and the submission ids of all that are open here."""

    intake: Intake
    run: Run
    here: frozenset[uuid.UUID]


def browser_of(request: HttpRequest) -> uuid.UUID | None:
    """The key of this browser; None where nothing was begun in it."""
    key = request.session.get(KEY)
    return uuid.UUID(key) if key else None


def browser_for(request: HttpRequest) -> uuid.UUID:
    """The same, made at the first need."""
    return uuid.UUID(request.session.setdefault(KEY, str(uuid.uuid4())))


def held(request: HttpRequest) -> QuerySet[Intake]:
    """The intakes of this browser, the one opened last first."""
    browser = browser_of(request)
    if browser is None:
        return Intake.objects.none()
    return Intake.objects.filter(holders__browser=browser).order_by("-holders__opened_at", "-pk")


def held_on(request: HttpRequest, slug: str) -> Held | None:
    """The one opened last on the matrix *slug*, as `held(request).filter(…).first()` finds it."""
    browser = browser_of(request)
    found = Intake.objects.raw(_NEWEST, [browser, slug]) if browser else ()
    intake = next(iter(found), None)
    if intake is None:
        return None
    read = vars(intake)
    return Held(intake, run_from(intake, read.pop("saves")), frozenset(read.pop("here")))


def open_here(request: HttpRequest, intake: Intake, now: datetime) -> None:
    """Let this browser hold *intake* as well, and go on with it."""
    Holder.objects.update_or_create(
        intake=intake, browser=browser_for(request), defaults={"opened_at": now}
    )


def forget_here(request: HttpRequest) -> None:
    """Let this browser hold nothing any more, and keep nothing of it."""
    if browser := browser_of(request):
        Holder.objects.filter(browser=browser).delete()
    request.session.flush()
