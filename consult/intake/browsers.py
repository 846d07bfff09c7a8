"""Which intakes a browser holds. Its session keeps one random key."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest

from consult.intake.models import Holder, Intake

KEY = "browser"


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


def held_on(request: HttpRequest, slug: str) -> Intake | None:
    """The intake that this browser opened last on the matrix *slug*."""
    return held(request).filter(matrix_version__matrix__slug=slug).first()


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
