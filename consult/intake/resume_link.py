"""The link that opens a draft in another browser: made, asked for by mail, opened, revoked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse

from consult import links
from consult.intake.browsers import open_here
from consult.intake.expiry import expiry_of
from consult.intake.models import Intake
from consult.intake.run import Run
from consult.intake.services import AlreadySubmitted, run_of
from consult.intake.signals import resume_requested

PURPOSE = "resume"


def resume_url(intake: Intake) -> str:
    token = links.token(PURPOSE, intake)
    return settings.SITE_URL + reverse("resume", args=[token])


def find(token: str, now: datetime) -> tuple[Intake, Run]:
    """The draft that *token* was made for. Raises Http404, whatever the reason."""
    return _draft(token, _drafts(), now)


@transaction.atomic
def open_by_link(request: HttpRequest, token: str, now: datetime) -> tuple[Intake, Run]:
    """Let this browser hold the draft of *token* as well. Raises Http404.

    The lock keeps out whoever opens a link in the moment in which it is revoked.
    """
    rows = _drafts().select_for_update(no_key=True)
    intake, run = _draft(token, rows, now)
    open_here(request, intake, now)
    return intake, run


@transaction.atomic
def ask_by_mail(*, intake: Intake, email: str, now: datetime) -> None:
    """Have the link mailed to *email*. Raises AlreadySubmitted, also where the draft is gone.

    The lock lets whoever listens count what this intake has asked for before.
    """
    draft = _drafts().select_for_update(no_key=True).filter(pk=intake.pk).first()
    if draft is None:
        raise AlreadySubmitted
    resume_requested.send(sender=Intake, intake=draft, email=email, now=now)


@transaction.atomic
def revoke(*, intake: Intake, browser: UUID | None) -> None:
    """End every link of *intake*, and close it everywhere but in *browser*, if given."""
    Intake.objects.filter(pk=intake.pk).update(link_generation=F("link_generation") + 1)
    holders = intake.holders.all()
    (holders.exclude(browser=browser) if browser else holders).delete()


def _drafts() -> QuerySet[Intake]:
    return Intake.objects.filter(submitted_at=None)


def _draft(token: str, rows: QuerySet[Intake], now: datetime) -> tuple[Intake, Run]:
    intake = links.resolve(PURPOSE, token, rows)
    run = run_of(intake)
    if expiry_of(intake, run) <= now:
        raise Http404
    return intake, run
