"""The pages of an intake. Which one is a visitor's is known to the session alone."""

from __future__ import annotations

from http import HTTPStatus

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from advisor.context import SOURCE_KEYS, read_query, read_source, verdict_context
from advisor.core.model import Answers
from advisor.models import DecisionMatrix, MatrixVersion
from advisor.verdict import verdict_view
from consult.http import private, refuse, see_other
from consult.intake import services
from consult.intake.forms import CheckForm, step_form
from consult.intake.models import Intake
from consult.intake.record import answer_facts, brief_facts, contact_facts
from consult.intake.source import Source
from consult.intake.steps import (
    BRIEF,
    CHECK,
    CONTACT,
    VERDICT,
    WEIGHTS,
    Saved,
    is_reached,
    next_step,
    previous_step,
    progress,
    step_after,
    steps,
    to_answers,
    to_saved,
)

TEMPLATES = {
    VERDICT: "intake/verdict.html",
    BRIEF: "intake/brief.html",
    CONTACT: "intake/contact.html",
    WEIGHTS: "intake/weights.html",
}


@private
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, matrix: str) -> HttpResponse:
    """What it is and what happens with the data. GET changes nothing, POST begins."""
    version = _current(matrix)
    answers, unknown = read_query(version.content, request.GET, ignore=SOURCE_KEYS | {"lost"})
    own = _own(request, matrix)
    draft = own if own and not own.submitted_at else None
    if request.method == "POST":
        if draft is None or "afresh" in request.POST:
            return _begin(request, version, answers)
        if draft.saved() == to_saved(answers):  # Begun a moment ago: a second click on the button.
            return _to_step(matrix, next_step(steps(draft.matrix_version.content), draft.saved()))
    context = {
        "matrix": version.content,
        "carried": [f for f in answer_facts(version.content, to_saved(answers)) if f.value],
        "unknown": unknown,
        "open_questions": len(version.content.criteria) - len(answers.answers),
        "draft": draft,
        "lost": "lost" in request.GET,
    }
    if draft:
        order = steps(draft.matrix_version.content)
        context["continue_url"] = _step_url(matrix, next_step(order, draft.saved()))
    status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
    return render(request, "intake/start.html", context, status=status)


def _begin(request: HttpRequest, version: MatrixVersion, answers: Answers) -> HttpResponse:
    source = Source.from_query(read_source(version.content, request.GET))
    intake = services.start(version=version, answers=answers, source=source, now=timezone.now())
    slug = version.matrix.slug
    request.session["intakes"] = {**request.session.get("intakes", {}), slug: intake.pk}
    return _to_step(slug, next_step(steps(version.content), intake.saved()))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, matrix: str, step: str) -> HttpResponse:
    """One page: GET shows what is saved, POST saves before the next page shows."""
    posted_id = request.POST.get("submission_id")
    if posted_id and posted_id in request.session.get("submitted", []):
        return see_other("case:receipt", posted_id)
    intake = _own(request, matrix)
    if intake is None:
        return _without_intake(request, matrix)
    if intake.submitted_at:
        return _receipt(request, intake)
    content = intake.matrix_version.content
    order, saved, now = steps(content), intake.saved(), timezone.now()
    if step not in (*order, WEIGHTS):
        raise Http404
    # What was typed in a tab whose intake another tab has put aside is saved all the same.
    keeps = request.method == "POST" and step not in (VERDICT, CHECK)
    if not keeps and not is_reached(order, step, saved):
        return _to_step(matrix, next_step(order, saved))
    if step == CHECK:
        return _check(request, intake, saved)

    change = "change" in request.GET
    form = step_form(step, content, saved, request.POST if request.method == "POST" else None, now)
    if form.is_valid():
        try:
            services.save_step(intake=intake, key=step, data=form.cleaned_data, now=now)
        except services.AlreadySubmitted:
            return _receipt(request, intake)
        done = {*saved, step}
        after = next_step(order, done) if change else step_after(order, step, done)
        return _to_step(matrix, after)
    return _page(request, intake, step, saved, form)


def _page(
    request: HttpRequest, intake: Intake, step: str, saved: Saved, form: Form
) -> HttpResponse:
    content, slug = intake.matrix_version.content, intake.matrix_version.matrix.slug
    change = "change" in request.GET
    context: dict[str, object] = {
        "matrix": content,
        "form": form,
        "action": _step_url(slug, step) + ("?change=1" if change else ""),
    }
    if step == VERDICT:
        answers = to_answers(content, saved)
        context |= verdict_context(content, answers, intake.matrix_version.number)
    context |= {"back_url": _step_url(slug, CHECK)} if change else _position(slug, intake, step)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    template = TEMPLATES.get(step, "intake/question.html")
    return render(request, template, context, status=status)


def _check(request: HttpRequest, intake: Intake, saved: Saved) -> HttpResponse:
    """Everything once more. POST submits: the same id again leads to the same receipt."""
    form = CheckForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if form.cleaned_data["submission_id"] != intake.submission_id:
            sentence = _("This page belongs to another enquiry than the one begun last.")
            return refuse(request, HTTPStatus.CONFLICT, sentence)
        services.submit(intake=intake, now=timezone.now())
        return _receipt(request, intake)
    content, slug = intake.matrix_version.content, intake.matrix_version.matrix.slug
    context = {
        "matrix": content,
        "form": form,
        "slug": slug,
        "submission_id": intake.submission_id,
        "verdict": verdict_view(content, to_answers(content, saved)),
        "answers": list(answer_facts(content, saved)),
        "brief": list(brief_facts(saved)),
        "contact": list(contact_facts(saved)),
        **_position(slug, intake, CHECK),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "intake/check.html", context, status=status)


def _current(slug: str) -> MatrixVersion:
    matrix = get_object_or_404(DecisionMatrix, slug=slug)
    try:
        return matrix.current()
    except MatrixVersion.DoesNotExist:
        raise Http404 from None


def _own(request: HttpRequest, slug: str) -> Intake | None:
    """The intake that this browser began last on this matrix."""
    key = request.session.get("intakes", {}).get(slug)
    return Intake.objects.select_related("matrix_version__matrix").filter(pk=key).first()


def _without_intake(request: HttpRequest, slug: str) -> HttpResponse:
    _current(slug)
    if request.method == "POST":
        sentence = _("This browser holds no begun enquiry any more, so nothing could be saved.")
        return refuse(request, HTTPStatus.CONFLICT, sentence)
    return see_other("intake:start", slug, query="lost=1")


def _receipt(request: HttpRequest, intake: Intake) -> HttpResponse:
    submitted = request.session.get("submitted", [])
    submission_id = str(intake.submission_id)
    if submission_id not in submitted:
        request.session["submitted"] = [*submitted, submission_id]
    return see_other("case:receipt", submission_id)


def _position(slug: str, intake: Intake, step: str) -> dict[str, object]:
    """Where a page stands among all, for its head."""
    order = steps(intake.matrix_version.content)
    if step == WEIGHTS:
        return {"back_url": _step_url(slug, VERDICT)}
    before = previous_step(order, step)
    number, of = progress(order, step)
    back_url = _step_url(slug, before) if before else reverse("intake:start", args=[slug])
    return {"back_url": back_url, "step_number": number, "step_count": of}


def _step_url(slug: str, step: str) -> str:
    return reverse("intake:step", args=[slug, step])


def _to_step(slug: str, step: str) -> HttpResponse:
    return see_other("intake:step", slug, step)
