"""The client's page of a quote. Its link shows the newest version that was sent."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from consult import links
from consult.http import private, see_other
from consult.limits import client_address
from consult.quotes import services
from consult.quotes.forms import AcceptForm, DeclineForm, VersionForm
from consult.quotes.models import Quote
from consult.quotes.pricing import totals
from consult.quotes.rules import expires_at, may_accept, standing
from consult.zones import readable

QUOTES = Quote.objects.select_related("case__lead")


@private
@require_safe
def quote(request: HttpRequest, token: str) -> HttpResponse:
    return _page(request, token, links.resolve("quote", token, QUOTES))


@private
def accept(request: HttpRequest, token: str) -> HttpResponse:
    if request.method != "POST":
        return see_other("quotes:quote", token)
    quote = links.resolve("quote", token, QUOTES)
    form = AcceptForm(request.POST, quote=quote, auto_id="accept_%s")
    if not form.is_valid():
        return _page(request, token, quote, HTTPStatus.UNPROCESSABLE_ENTITY, accept_form=form)
    name = form.cleaned_data["name"]
    try:
        services.accept(
            version=form.cleaned_data["version"],
            name=name,
            address=client_address(request),
            now=timezone.now(),
        )
    except services.Refused as refusal:
        form = AcceptForm(quote=quote, auto_id="accept_%s", initial={"name": name})
        return _page(request, token, quote, HTTPStatus.CONFLICT, refusal.sentence, accept_form=form)
    return see_other("quotes:quote", token)


@private
def decline(request: HttpRequest, token: str) -> HttpResponse:
    if request.method != "POST":
        return see_other("quotes:quote", token)
    quote = links.resolve("quote", token, QUOTES)
    form = DeclineForm(request.POST, quote=quote, auto_id="decline_%s")
    if not form.is_valid():
        return _page(request, token, quote, HTTPStatus.UNPROCESSABLE_ENTITY, decline_form=form)
    reason = form.cleaned_data["reason"]
    try:
        services.decline(
            version=form.cleaned_data["version"],
            reason=reason,
            now=timezone.now(),
        )
    except services.Refused as refusal:
        form = DeclineForm(quote=quote, auto_id="decline_%s", initial={"reason": reason})
        return _page(
            request, token, quote, HTTPStatus.CONFLICT, refusal.sentence, decline_form=form
        )
    return see_other("quotes:quote", token)


@private
@require_POST
def viewed(request: HttpRequest, token: str) -> HttpResponse:
    """The page's script says that somebody looks at it: no mail scanner's GET does."""
    quote = links.resolve("quote", token, QUOTES)
    form = VersionForm(request.POST, quote=quote)
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), "text/plain", HTTPStatus.UNPROCESSABLE_ENTITY)
    services.mark_viewed(version=form.cleaned_data["version"], now=timezone.now())
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _page(
    request: HttpRequest,
    token: str,
    quote: Quote,
    status: HTTPStatus = HTTPStatus.OK,
    refusal: str = "",
    *,
    accept_form: AcceptForm | None = None,
    decline_form: DeclineForm | None = None,
) -> HttpResponse:
    version = quote.shown()
    if version is None:
        raise Http404
    zone, now = quote.case.time_zone, timezone.now()
    is_open = may_accept(version.status, version.valid_until, zone, now)
    if is_open and quote.case.is_spam:
        is_open, refusal = False, services.closed()
    offer = version.offer()
    context = {
        "token": token,
        "quote": quote,
        "version": version,
        "offer": offer,
        "totals": totals(offer.lines),
        "zone": ZoneInfo(zone),
        "zone_name": readable(zone),
        "last_moment": expires_at(version.valid_until, zone) - timedelta(seconds=1),
        "standing": standing(version.status, version.valid_until, zone, now),
        "open": is_open,
        "accept_form": accept_form or AcceptForm(quote=quote, auto_id="accept_%s"),
        "decline_form": decline_form or DeclineForm(quote=quote, auto_id="decline_%s"),
        "error_form": accept_form or decline_form,
        "refusal": refusal,
    }
    return render(request, "quotes/quote.html", context, status=status)
