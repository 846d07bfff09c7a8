from __future__ import annotations

import uuid
from datetime import datetime
from http import HTTPStatus
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from consult import links
from consult.bookings import services
from consult.bookings.calendar import Method, invitation
from consult.bookings.forms import NewcomerForm, SlotForm, ZoneForm
from consult.bookings.models import Booking, EventType
from consult.bookings.picker import pick
from consult.http import HtmxHttpRequest, private, refuse, see_other
from consult.intake.source import Source
from consult.leads.models import Case
from consult.limits import limited
from consult.zones import time_zones, zone_at

# Each may open a case and mail whoever was typed. An office may book at once, and nobody all day.
booking_calls = limited("book", burst=20, per_minute=4, methods={"POST"})
BOOKINGS = Booking.objects.select_related("event_type", "host", "case")


# All time zones by name are most of it. Django makes each answer longer by chance, so that its
# length tells nobody what else is in it.
@gzip_page
@private
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
@booking_calls
def book(request: HtmxHttpRequest) -> HttpResponse:
    """Choose a slot and book it: for a case, or with name and e-mail for a new one."""
    now = timezone.now()
    event_type = EventType.objects.select_related("host").order_by("pk").first()
    if event_type is None:
        sentence = _("No calls can be booked here at the moment. Please write to %(email)s.")
        return refuse(request, HTTPStatus.NOT_FOUND, sentence % settings.PRACTICE)
    case = None
    if "case" in request.GET:
        case = links.resolve("case", request.GET["case"], Case.objects.all())
        if case.is_spam:
            return see_other("case:case", request.GET["case"])
    form_class = NewcomerForm if case is None else SlotForm
    if request.method != "POST":
        return _choose(request, form_class(), event_type, case, now, HTTPStatus.OK)

    form = form_class(request.POST)
    if not form.is_valid():
        return _choose(request, form, event_type, case, now, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        booking = _book(form, event_type, case, Source.from_query(request.GET), now)
    except services.SlotTaken:
        return _choose(request, form, event_type, case, now, HTTPStatus.CONFLICT)
    except services.NotWanted:  # It was found to be spam a moment ago.
        return see_other("case:case", request.GET["case"])
    return see_other("bookings:booking", links.token("booking", booking))


def _book(
    form: SlotForm, event_type: EventType, case: Case | None, source: Source, now: datetime
) -> Booking:
    typed = form.cleaned_data
    if isinstance(form, NewcomerForm):
        return services.book_without_case(
            event_type=event_type,
            contact=form.contact(now),
            source=source.model_dump(),
            starts_at=typed["starts_at"],
            submission_id=typed["submission_id"],
            now=now,
        )
    assert case is not None
    return services.book(
        event_type=event_type,
        case=case,
        starts_at=typed["starts_at"],
        time_zone=typed["time_zone"],
        submission_id=typed["submission_id"],
        now=now,
    )


def _choose(
    request: HtmxHttpRequest,
    form: SlotForm,
    event_type: EventType,
    case: Case | None,
    now: datetime,
    status: HTTPStatus,
) -> HttpResponse:
    """The page with the free slots of this moment, and all that was typed."""
    typed = form.cleaned_data if form.is_bound else {}
    usual = case.time_zone if case else settings.PRACTICE["time_zone"]
    usual = usual if usual in time_zones() else settings.PRACTICE["time_zone"]
    tz = typed.get("time_zone", request.GET.get("tz"))
    day = request.GET.get("day")
    if "starts_at" in typed:
        zone = ZoneInfo(tz if tz in time_zones() else usual)
        day = typed["starts_at"].astimezone(zone).date().isoformat()
    picker = pick(event_type=event_type, tz=tz, usual=usual, day=day, now=now)
    if status == HTTPStatus.OK and not picker.readable:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    if status == HTTPStatus.CONFLICT:
        form.add_error("starts_at", _("This time is no longer free. Please choose another one."))
    form.offer(picker)
    context = {
        "event_type": event_type,
        "case_token": links.token("case", case) if case else "",
        "picker": picker,
        "form": form,
        "zone_form": ZoneForm(picker, chosen=bool(tz or case)),
        "kept": [(key, value) for key, value in request.GET.items() if key != "tz"],
        "submission_id": typed.get("submission_id") or uuid.uuid4(),
    }
    swap = request.htmx and not request.htmx.history_restore_request
    template = "bookings/_slots.html" if swap else "bookings/book.html"
    return render(request, template, context, status=status)


@private
@require_safe
def booking(request: HttpRequest, token: str) -> HttpResponse:
    """The visitor's own page of a booking: when it is, its calendar file, and the way out."""
    booking = links.resolve("booking", token, BOOKINGS)
    context = {
        "booking": booking,
        "token": token,
        "case_token": links.token("case", booking.case),
        "visitor_zone": zone_at(booking.starts_at, ZoneInfo(booking.time_zone)),
        "host_zone": zone_at(booking.starts_at, ZoneInfo(booking.host.time_zone)),
        "ahead": booking.status in Booking.TAKING_TIME and booking.starts_at > timezone.now(),
        "cancelled": booking.status == Booking.Status.CANCELLED,
    }
    return render(request, "bookings/booking.html", context)


@private
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Cancel by POST. Whoever opens the address otherwise finds the button."""
    booking = links.resolve("booking", token, BOOKINGS)
    now = timezone.now()
    if request.method == "POST":
        if booking.status in Booking.TAKING_TIME and booking.starts_at <= now:
            sentence = _("This call has already begun, so it cannot be cancelled any more.")
            return refuse(request, HTTPStatus.CONFLICT, sentence)
        services.cancel(booking=booking, now=now)
    return see_other("bookings:booking", token)


@private
@require_safe
def ics(request: HttpRequest, token: str) -> HttpResponse:
    """The booking as a file for a calendar."""
    booking = links.resolve("booking", token, BOOKINGS)
    method: Method = "CANCEL" if booking.status == Booking.Status.CANCELLED else "REQUEST"
    text = invitation(services.booking_facts(booking=booking, now=timezone.now()), method)
    content_type = f"text/calendar; charset=utf-8; method={method}"
    response = HttpResponse(text, content_type=content_type)
    response["Content-Disposition"] = 'attachment; filename="call.ics"'
    return response
