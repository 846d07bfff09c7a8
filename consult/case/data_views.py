"""Everything that is kept about a person, for whoever holds a link that was mailed to it."""

from __future__ import annotations

from http import HTTPStatus
from time import monotonic, sleep
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consult import links
from consult.bookings.models import Booking
from consult.case import export, services
from consult.case.erasure import erase
from consult.case.forms import AddressForm, DeleteForm
from consult.case.keeping import keep_until
from consult.case.people import acceptances_of, drafts_of
from consult.case.readable import passages
from consult.followups.wording import call_time
from consult.http import private, see_other
from consult.leads.models import Lead
from consult.limits import limited

# Seconds. To write a mail takes a few hundredths, so that who waits less knows there was none.
LEAST_TIME = 0.1


@private
@require_http_methods(["GET", "HEAD", "POST"])
@limited("data", burst=6, per_minute=2, methods={"POST"})
def ask(request: HttpRequest) -> HttpResponse:
    """For who has lost the link to a case. Every address gets the same answer, and as late."""
    begun = monotonic()
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        if lead := Lead.objects.filter(email=email.lower(), erased_at=None).first():
            services.mail_data_link(lead=lead, now=timezone.now())
        sleep(max(0, LEAST_TIME - (monotonic() - begun)))
        return render(request, "case/data_asked.html")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "case/data_ask.html", {"form": form}, status=status)


@private
@require_safe
def kept(request: HttpRequest, token: str) -> HttpResponse:
    """What is kept, in plain words. Looking at it changes nothing."""
    lead = _lead(token)
    cases = lead.cases.order_by("opened_at", "pk")
    context = {
        "token": token,
        "lead": lead,
        "cases": cases.select_related("intake").prefetch_related("bookings", "messages"),
        "drafts": drafts_of(lead),
        "zone": settings.PRACTICE["time_zone"],
    }
    return render(request, "case/data.html", context)


@private
@require_safe
def as_json(request: HttpRequest, token: str) -> HttpResponse:
    text = export.as_json(export.everything_about(_lead(token)), timezone.now())
    return _file(HttpResponse(text, content_type="application/json"), "everything.json")


@private
@require_safe
def as_html(request: HttpRequest, token: str) -> HttpResponse:
    """A page that needs nothing beside it. It comes as a file: our own pages carry no style."""
    lead = _lead(token)
    zone = ZoneInfo(settings.PRACTICE["time_zone"])
    context = {
        "passages": passages(export.everything_about(lead), zone),
        "now": timezone.now(),
        "zone": zone.key,
        "email": lead.email,
    }
    return _file(render(request, "case/export.html", context), "everything.html")


@private
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, token: str) -> HttpResponse:
    """First what goes and what the law makes us keep; then, by a tick and a POST, it is done."""
    lead, now = _lead(token), timezone.now()
    zone = ZoneInfo(settings.PRACTICE["time_zone"])
    form = DeleteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        erase(lead=lead, zone=zone, now=now)
        return see_other("data:deleted")
    calls = Booking.objects.taking_time().filter(case__lead=lead, starts_at__gt=now)
    context = {
        "token": token,
        "form": form,
        "calls": [call_time(c.starts_at, c.ends_at, ZoneInfo(c.time_zone)) for c in calls],
        "accepted": [(one, keep_until(one.accepted_at, zone)) for one in acceptances_of(lead)],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "case/data_delete.html", context, status=status)


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    return render(request, "case/data_deleted.html")


@private
@require_POST
def revoke(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever else has such a link is out before its 24 hours are over."""
    services.revoke_data_links(lead=_lead(token), by=None, now=timezone.now())
    return see_other("data:revoked")


@require_safe
def revoked(request: HttpRequest) -> HttpResponse:
    return render(request, "case/data_revoked.html")


def _lead(token: str) -> Lead:
    rows = Lead.objects.filter(erased_at=None)
    return links.resolve_dated("data", token, rows, now=timezone.now())


def _file(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
