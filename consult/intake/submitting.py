"""Check answers, submit them once, and say so where another tab was faster."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from advisor.verdict import verdict_view
from consult.http import see_other
from consult.intake import services
from consult.intake.attachments import page as files
from consult.intake.browsers import browser_for, held
from consult.intake.differences import Difference, differences, files_differ
from consult.intake.models import Intake
from consult.intake.page_token import FIELD, PageToken
from consult.intake.pages import page_context, step_url
from consult.intake.questions import without_what_no_longer_applies
from consult.intake.record import answer_facts, brief_facts, contact_facts
from consult.intake.run import Run, content
from consult.intake.spam import evidence, suspicions
from consult.intake.steps import CHECK, next_step, to_answers
from consult.resend import sent_fields, what_was_sent

# What the answer 409 adds to what was sent. A hyphen, so that it can never be a criterion's key.
ANEW = "put-anew"
# Which files the check page showed, by their names in the store.
SHOWN = "files-shown"


def check(
    request: HttpRequest,
    intake: Intake,
    run: Run,
    *,
    problem: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Everything once more, each with a link to change it. *problem*: why it was not submitted."""
    attached = list(intake.attachments.all())
    context = {
        **page_context(request, intake, run, CHECK),
        "problem": problem,
        "shown_field": SHOWN,
        "shown": " ".join(one.file.name for one in attached),
        "verdict": verdict_view(run.matrix, to_answers(run.matrix, run.saved)),
        "answers": list(answer_facts(run.matrix, run.saved)),
        "brief": list(brief_facts(run.saved, attached)),
        "contact": list(contact_facts(run.saved)),
    }
    return render(request, "intake/check.html", context, status=status)


def submit(request: HttpRequest, slug: str, now: datetime) -> HttpResponse:
    """Submit what the page showed: again, it leads to the same receipt; otherwise nothing does."""
    mine = held(request)
    token = PageToken.read(request.POST.get(FIELD, ""), CHECK)
    if token is None:
        intake = mine.filter(matrix_version__matrix__slug=slug).first()
        if intake is None:
            return _gone(request, slug)
        return _check_again(request, intake)
    intake = mine.filter(submission_id=token.submission_id).first()
    if intake is None:
        return _gone(request, slug)
    run = services.run_of(intake)
    shown = request.POST[SHOWN].split() if SHOWN in request.POST else None
    if "keep" in request.POST:
        return _keep(request, intake, run, token.revision, shown, now)
    if next_step(run) != CHECK:
        return see_other("intake:step", slug, next_step(run))
    try:
        # Of the content that is submitted: where it is another by now, it is not submitted.
        found = suspicions(evidence(run, intake.started_at, now))
        services.submit(intake=intake, now=now, seen=token.revision, files=shown, suspicions=found)
    except services.OtherAnswers:
        return _other_answers(request, intake, token.revision, shown)
    except services.OtherFiles:
        sentence = _("The files have changed in another tab. Check them and submit again.")
        return check(request, intake, run, problem=sentence, status=HTTPStatus.CONFLICT)
    except Intake.DoesNotExist:  # It expired a moment ago.
        return _gone(request, slug)
    return receipt(intake)


def _gone(request: HttpRequest, slug: str) -> HttpResponse:
    sentence = _("Your enquiry is no longer open in this browser, so nothing was submitted.")
    return lost(request, slug, sentence)


def lost(request: HttpRequest, slug: str, sentence: str) -> HttpResponse:
    """409: the browser holds no such enquiry any more; what was sent is kept on the page."""
    context = {"slug": slug, "sentence": sentence, "resend": what_was_sent(request)}
    return render(request, "intake/lost.html", context, status=HTTPStatus.CONFLICT)


def _check_again(request: HttpRequest, intake: Intake) -> HttpResponse:
    run = services.run_of(intake)
    slug = intake.matrix_slug
    if intake.submitted_at:
        return receipt(intake)
    if next_step(run) != CHECK:
        return see_other("intake:step", slug, next_step(run))
    sentence = _("This page arrived incomplete. Check it and submit again.")
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return check(request, intake, run, problem=sentence, status=status)


def receipt(intake: Intake) -> HttpResponse:
    return see_other("case:receipt", intake.submission_id)


def _other_answers(
    request: HttpRequest, intake: Intake, seen: int, shown: Collection[str] | None
) -> HttpResponse:
    """409: the page showed something else than what is saved by now, and both are offered."""
    intake.refresh_from_db()
    run = services.run_of(intake)
    # Until it is submitted, whoever goes on sees on the next page which files are there.
    others = files_differ(shown, intake) if intake.submitted_at else []
    token = PageToken(intake.submission_id, CHECK, seen)
    context = {
        **_both(intake, run, run.at(seen), others),
        "action": step_url(intake.matrix_slug, CHECK),
        "fields": [(FIELD, str(token)), ("keep", "1"), *_shown_again(shown)],
    }
    return render(request, "intake/conflict.html", context, status=HTTPStatus.CONFLICT)


def too_late(
    request: HttpRequest, intake: Intake, run: Run, pages: Mapping[str, Any], now: datetime
) -> HttpResponse:
    """*pages* were typed in an old tab after the submission: they can go into a new enquiry."""
    after = {**run.saved, **pages}
    after |= {key: data for key, (data, _out) in without_what_no_longer_applies(after).items()}
    if content(after) == content(run.saved) and not files.is_changed(request):
        return receipt(intake)
    if ANEW not in request.POST:
        return _already_submitted(request, intake, run, pages)
    with transaction.atomic():
        browser = browser_for(request)
        new = services.copy(intake=intake, revision=run.revision, now=now, browser=browser)
        begun = services.run_of(new)
        filled = services.save(intake=new, run=begun, pages=pages, now=now, based_on=begun.revision)
    files.remove_ticked(request, new, now)
    return see_other("intake:step", run.matrix.slug, next_step(filled))


def _already_submitted(
    request: HttpRequest, intake: Intake, run: Run, pages: Mapping[str, Any]
) -> HttpResponse:
    intake.refresh_from_db()
    context = {
        **_both(intake, services.run_of(intake), {**run.saved, **pages}),
        "action": request.get_full_path(),
        "fields": [*sent_fields(request), (ANEW, "1")],
        # A form can carry what was typed, and no file.
        "without_files": bool(request.FILES),
    }
    return render(request, "intake/conflict.html", context, status=HTTPStatus.CONFLICT)


def _shown_again(shown: Collection[str] | None) -> list[tuple[str, str]]:
    return [] if shown is None else [(SHOWN, " ".join(shown))]


def _both(
    intake: Intake, run: Run, shown: Mapping[str, Any], more: Sequence[Difference] = ()
) -> dict[str, object]:
    slug = intake.matrix_slug
    there = (
        reverse("case:receipt", args=[intake.submission_id])
        if intake.submitted_at
        else step_url(slug, CHECK)
    )
    return {
        "matrix": run.matrix,
        "submitted": intake.submitted_at is not None,
        "differences": [*differences(run.matrix, shown, run.saved), *more],
        "there_url": there,
    }


def _keep(
    request: HttpRequest,
    intake: Intake,
    run: Run,
    revision: int,
    shown: Collection[str] | None,
    now: datetime,
) -> HttpResponse:
    """Let count what the page showed: in a new enquiry where this one is submitted."""
    slug = intake.matrix_slug
    try:
        if intake.submitted_at:
            raise services.AlreadySubmitted
        run = services.bring_back(intake=intake, run=run, revision=revision, now=now)
    except services.AlreadySubmitted:
        browser = browser_for(request)
        intake = services.copy(
            intake=intake, revision=revision, now=now, browser=browser, files=shown
        )
        run = services.run_of(intake)
    return see_other("intake:step", slug, next_step(run))
