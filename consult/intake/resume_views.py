"""Save and finish later: the link by mail, the way back in, and forgetting on a shared device."""

from __future__ import annotations

from http import HTTPStatus

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consult.http import private, refuse, see_other
from consult.intake import resume_link, submitting
from consult.intake.browsers import browser_of, forget_here, held, held_on
from consult.intake.expiry import expiry_of
from consult.intake.fields import Email
from consult.intake.models import Intake
from consult.intake.pages import step_url
from consult.intake.run import Run
from consult.intake.services import AlreadySubmitted
from consult.intake.steps import CONTACT, next_step, progress
from consult.limits import limited

mailing = limited("resume-mail", burst=10, per_minute=2, methods={"POST"})
opening = limited("resume", burst=20, per_minute=20, methods={"POST"})


class LaterForm(forms.Form):
    email = Email()


@private
@require_http_methods(["GET", "HEAD", "POST"])
@mailing
def later(request: HttpRequest, matrix: str) -> HttpResponse:
    """What is saved and for how long. POST has the link to go on mailed."""
    own = held_on(request, matrix)
    if own is None:
        return _without_intake(request, matrix)
    intake, run, _here = own
    if intake.submitted_at:
        return submitting.receipt(intake)
    data = request.POST if request.method == "POST" else None
    form = LaterForm(data, initial={"email": _own_address(run)})
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            resume_link.ask_by_mail(intake=intake, email=email, now=timezone.now())
        except AlreadySubmitted:
            return submitting.receipt(intake)
        return see_other("intake:later", matrix, query="sent=1")
    # From here on the browser keeps its key as long as a draft without contact is kept.
    request.session.modified = True
    context = {
        **_where(intake, run),
        "form": form,
        "sent": "sent" in request.GET,
        "revoked": "revoked" in request.GET,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "intake/later.html", context, status=status)


@private
@require_POST
def revoke(request: HttpRequest, matrix: str) -> HttpResponse:
    """End the links mailed so far, and close the enquiry in every other browser."""
    own = held_on(request, matrix)
    if own is None:
        return _without_intake(request, matrix)
    resume_link.revoke(intake=own.intake, browser=browser_of(request))
    return see_other("intake:later", matrix, query="revoked=1")


@private
@require_http_methods(["GET", "HEAD", "POST"])
@opening
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """GET says what the link opens: programs that look into mails follow links, too. POST opens."""
    now = timezone.now()
    try:
        if request.method == "POST":
            intake, run = resume_link.open_by_link(request, token, now)
            return _go_on(intake, run)
        intake, run = resume_link.find(token, now)
    except Http404:
        return render(request, "intake/resume_gone.html", status=HTTPStatus.NOT_FOUND)
    own = held_on(request, intake.matrix_slug)
    if own and own.intake == intake:
        return _go_on(intake, run)
    context = {**_where(intake, run), "other": own is not None and not own.intake.submitted_at}
    return render(request, "intake/resume.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: HttpRequest) -> HttpResponse:
    """POST takes out of this browser whatever it holds of a visitor; GET says where that stands."""
    if request.method == "POST":
        forget_here(request)
        response = see_other("forget")
        # Also what the browser itself has put by, such as pages for Back.
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
    return render(request, "intake/forget.html", {"holds": held(request).exists()})


def _where(intake: Intake, run: Run) -> dict[str, object]:
    """How far an enquiry is, and until when it is kept."""
    step = next_step(run)
    number, of = progress(run, step)
    return {
        "matrix": run.matrix,
        "step_number": number,
        "step_count": of,
        "saved_at": intake.saved_at,
        "expires_at": expiry_of(intake, run),
        "slug": intake.matrix_slug,
        "next_url": step_url(intake.matrix_slug, step),
    }


def _go_on(intake: Intake, run: Run) -> HttpResponse:
    return see_other("intake:step", intake.matrix_slug, next_step(run))


def _own_address(run: Run) -> str:
    return str(run.saved.get(CONTACT, {}).get("email", ""))


def _without_intake(request: HttpRequest, slug: str) -> HttpResponse:
    if request.method != "POST":
        return see_other("intake:start", slug, query="lost=1")
    sentence = _("Your enquiry is no longer open in this browser, so there is nothing to send.")
    return refuse(request, HTTPStatus.CONFLICT, sentence)
