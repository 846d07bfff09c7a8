"""The pages of an intake. Which one is a visitor's, the browser's own key says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from advisor.context import SOURCE_KEYS, read_query, read_source, verdict_context
from advisor.core.model import Answers
from advisor.models import DecisionMatrix, MatrixVersion, published
from consult.http import private, see_other
from consult.intake import half_written, services, submitting
from consult.intake.attachments import page as files
from consult.intake.attachments.fields import REMOVE
from consult.intake.browsers import Held, browser_for, held, held_on
from consult.intake.forms import BriefForm, step_form
from consult.intake.models import Intake
from consult.intake.page_token import FIELD, PageToken
from consult.intake.pages import page_context, step_url
from consult.intake.questions import BRIEF, PLANS
from consult.intake.record import answer_facts, brief_answers
from consult.intake.run import Run
from consult.intake.source import Source
from consult.intake.steps import (
    CHECK,
    CONTACT,
    VERDICT,
    WEIGHTS,
    is_reached,
    is_step,
    next_step,
    step_after,
    to_answers,
    to_saved,
)
from consult.limits import limited

TEMPLATES = {
    VERDICT: "intake/verdict.html",
    BRIEF: "intake/brief.html",
    PLANS: "intake/plans.html",
    CONTACT: "intake/contact.html",
    WEIGHTS: "intake/weights.html",
}
# One address may be an office, or all who share a mobile network: fifty who begin in one minute and
# go through in three are let through, and so is a fast person with several tabs. A program alone
# gets no more than ten intakes a minute and two pages a second for long, which one process bears
# beside its visitors.
STARTS = {"burst": 50, "per_minute": 10}
SAVES = {"burst": 300, "per_minute": 120}
starting = limited("intake-start", methods={"POST"}, **STARTS)
saving = limited("intake", methods={"POST"}, **SAVES)


@private
@require_http_methods(["GET", "HEAD", "POST"])
@starting
def start(request: HttpRequest, matrix: str) -> HttpResponse:
    """What it is and what happens with the data. GET changes nothing, POST begins."""
    version = _current(matrix)
    answers, unknown = read_query(version.content, request.GET, ignore=SOURCE_KEYS | {"lost"})
    own = held_on(request, matrix)
    draft, run = (own.intake, own.run) if own and not own.intake.submitted_at else (None, None)
    if request.method == "POST":
        if run is None or "afresh" in request.POST:
            return _begin(request, version, answers, draft)
        if run.saved == to_saved(answers):  # Begun a moment ago: a second click on the button.
            return _to_step(matrix, next_step(run))
    context = {
        "matrix": version.content,
        "carried": [f for f in answer_facts(version.content, to_saved(answers)) if f.value],
        "unknown": unknown,
        "open_questions": len(version.content.criteria) - len(answers.answers),
        "draft": draft,
        "lost": "lost" in request.GET,
        "continue_url": step_url(matrix, next_step(run)) if run else "",
    }
    status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
    return render(request, "intake/start.html", context, status=status)


def _begin(
    request: HttpRequest, version: MatrixVersion, answers: Answers, draft: Intake | None
) -> HttpResponse:
    intake = services.start(
        version=version,
        answers=answers,
        source=Source.from_query(read_source(version.content, request.GET)),
        browser=browser_for(request),
        instead_of=draft,
        now=timezone.now(),
    )
    return _to_step(version.matrix.slug, next_step(services.run_of(intake)))


@private
@require_http_methods(["GET", "HEAD", "POST"])
@saving
def step(request: HttpRequest, matrix: str, step: str) -> HttpResponse:
    """One page: GET shows what is saved, POST saves before the next page shows."""
    try:
        return _step(request, matrix, step, timezone.now())
    except Intake.DoesNotExist:  # It expired or was deleted a moment ago.
        return _without_intake(request, matrix)


def _step(request: HttpRequest, matrix: str, step: str, now: datetime) -> HttpResponse:
    if step == CHECK and request.method == "POST":
        return submitting.submit(request, matrix, now)
    own = held_on(request, matrix)
    if own is None:
        return _without_intake(request, matrix)
    intake, run, _here = own
    if not is_step(run, step):
        raise Http404
    if request.method == "POST":
        return _save(request, own, step, now)
    if intake.submitted_at:
        return submitting.receipt(intake)
    if not is_reached(run, step):
        return _to_step(matrix, next_step(run))
    if step == CHECK:
        return submitting.check(request, intake, run)
    form = step_form(step, run, None, now)
    restored = step in (BRIEF, PLANS) and half_written.restore(form, intake, run, step)
    return _page(request, intake, run, step, form, restored=restored)


def _save(request: HttpRequest, own: Held, step: str, now: datetime) -> HttpResponse:
    intake, run, _here = own
    slug = intake.matrix_slug
    # What is typed is saved wherever the intake stands: another tab may have begun it afresh. On
    # the verdict nothing is typed, and nobody has seen one that is not reached.
    if step == VERDICT and not is_reached(run, step):
        return _to_step(slug, next_step(run))
    form = step_form(step, run, request.POST, now)
    token = _shown(request, own, step)
    if token is None:
        form.add_error(None, _("This page arrived incomplete. Check it and continue again."))
        return _page(request, intake, run, step, form)
    # A page of an intake that was put aside has seen nothing of this one.
    seen = token.revision if token.submission_id == intake.submission_id else 0
    if not form.is_valid():
        half_written.keep_refused(request, intake, token, now)
        if step == BRIEF:
            files.take_in(request, intake, form, now)
        return _page(request, intake, run, step, form, seen=seen)
    pages = form.cleaned_data
    try:
        if intake.submitted_at:
            raise services.AlreadySubmitted
        run = services.save(intake=intake, run=run, pages=pages, now=now, based_on=seen)
    except services.AlreadySubmitted:
        return _too_late(request, intake, run, pages, now)
    if step == BRIEF and not files.take_in(request, intake, form, now):
        return _page(request, intake, run, step, form)
    return _to_step(slug, next_step(run) if "change" in request.GET else step_after(run, step))


def _shown(request: HttpRequest, own: Held, step: str) -> PageToken | None:
    """The token of the page that was sent; None where this browser was shown no such page."""
    token = PageToken.read(request.POST.get(FIELD, ""), step)
    return token if token and token.submission_id in own.here else None


def _too_late(
    request: HttpRequest, intake: Intake, run: Run, pages: Mapping[str, Any], now: datetime
) -> HttpResponse:
    if not held(request).filter(pk=intake.pk).exists():  # It expired a moment ago.
        return _without_intake(request, intake.matrix_slug)
    return submitting.too_late(request, intake, run, pages, now)


@private
@require_POST
@saving
def choose(request: HttpRequest, matrix: str, step: str) -> HttpResponse:
    """Of a page that two tabs have saved, let one of both count."""
    own = held_on(request, matrix)
    if own is None:
        return _without_intake(request, matrix)
    intake, run, _here = own
    token = PageToken.read(request.POST.get(FIELD, ""), step)
    if token is None or token.submission_id != intake.submission_id:
        return _to_step(matrix, next_step(run))  # Where it is asked again, if it still is to be.
    number = request.POST.get("revision", "")
    chosen = [s for s in run.saves if s.key == step and str(s.revision) == number]
    if not chosen:
        raise Http404
    pages, now, seen = {step: chosen[0].data}, timezone.now(), token.revision
    try:
        if intake.submitted_at:
            raise services.AlreadySubmitted
        run = services.save(intake=intake, run=run, pages=pages, now=now, based_on=seen)
    except services.AlreadySubmitted:
        return _too_late(request, intake, run, pages, now)
    return _to_step(matrix, next_step(run))


def _page(
    request: HttpRequest,
    intake: Intake,
    run: Run,
    step: str,
    form: Form,
    *,
    restored: bool = False,
    seen: int | None = None,
) -> HttpResponse:
    """*seen*: the revision that a page had seen which is shown again as it was sent."""
    if step == BRIEF and REMOVE not in form.fields:
        files.show(form, list(intake.attachments.all()))
    context = {**page_context(request, intake, run, step, seen), "form": form, "restored": restored}
    if isinstance(form, BriefForm):
        context["dropped"] = brief_answers({**run.dropped, **form.outdated})
    if step == VERDICT:
        answers = to_answers(run.matrix, run.saved)
        number = published(intake.matrix_version_id).number
        context |= verdict_context(run.matrix, answers, number)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    template = TEMPLATES.get(step, "intake/question.html")
    response = render(request, template, context, status=status)
    if form.is_bound:  # The address is that of the page already: Back leads to the one before.
        response.headers["HX-Push-Url"] = "false"
    return response


def _current(slug: str) -> MatrixVersion:
    matrix = get_object_or_404(DecisionMatrix, slug=slug)
    try:
        return matrix.current()
    except MatrixVersion.DoesNotExist:
        raise Http404 from None


def _without_intake(request: HttpRequest, slug: str) -> HttpResponse:
    _current(slug)
    if request.method == "POST":
        sentence = _("Your enquiry is no longer open in this browser, so nothing could be saved.")
        return submitting.lost(request, slug, sentence)
    return see_other("intake:start", slug, query="lost=1")


def _to_step(slug: str, step: str) -> HttpResponse:
    return see_other("intake:step", slug, step)
