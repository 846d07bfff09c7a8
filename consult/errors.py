"""What is refused before a page sees it, and the pages that say what went wrong."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from consult.http import from_program, private, refuse
from consult.resend import what_was_sent

MOST_QUERY = 8_000  # characters
MOST_BODY = 1_000_000  # bytes; Django's own limit does not count files
UPLOADS = "/admin/blog/picture/"  # where staff may send a picture
BRIEF = re.compile(r"/intake/[-\w]+/brief/")  # where visitors may send three files
MOST_UPLOAD = 16_000_000


def refuse_unreadable_text(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: PostgreSQL stores no NUL, so no path, query, or cookie may carry one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path_info or "\0" in query or "%00" in query:
            sentence = _("This address contains a character that cannot be read.")
            return refuse(request, HTTPStatus.BAD_REQUEST, sentence)
        if any("\0" in value for value in request.COOKIES.values()):
            sentence = _("A cookie cannot be read. Delete the cookies of this site and try again.")
            return refuse(request, HTTPStatus.BAD_REQUEST, sentence)
        if len(query) > MOST_QUERY:
            sentence = _("This address is too long to be read.")
            return refuse(request, HTTPStatus.REQUEST_URI_TOO_LONG, sentence)
        return get_response(request)

    return middleware


def refuse_large_bodies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, after the one that knows who asks: nothing has read the body until here."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal():
            sentence = _("The request does not say how long it is. Nothing was saved or sent.")
            return refuse(request, HTTPStatus.BAD_REQUEST, sentence)
        # JSON is read by the pages that take it, each as far as its own limit.
        is_json = request.content_type == "application/json"
        if int(length) > MOST_BODY and not is_json:
            brief = BRIEF.fullmatch(request.path_info)
            pictures = request.path_info.startswith(UPLOADS) and request.user.is_staff
            if not (brief or pictures) or int(length) > MOST_UPLOAD:
                sentence = _("That is too much at once. Nothing was saved or sent.")
                if brief:
                    sentence += " " + _("Go back, and attach files of at most 5 MB each.")
                return refuse(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence)
        return get_response(request)

    return middleware


def explain_refused_method(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: Django's own answer to a method that a page does not take is empty.

    That of the API is plain text.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        if from_program(request):
            sentence = _("This address does not take this method.")
        elif not response.content:
            sentence = _("This address only works from a button or a link on one of our pages.")
        else:
            return response
        refusal = refuse(request, HTTPStatus.METHOD_NOT_ALLOWED, sentence)
        response.content = refusal.content
        response.headers["Content-Type"] = refusal.headers["Content-Type"]
        return response

    return middleware


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        sentence = _("That is too much at once. Nothing was saved or sent.")
        return refuse(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence)
    sentence = _("The request was too large or could not be read. Nothing was saved or sent.")
    return refuse(request, HTTPStatus.BAD_REQUEST, sentence)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if from_program(request):
        return refuse(request, HTTPStatus.NOT_FOUND, _("There is nothing at this address."))
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403.html", {"csrf": True}, status=HTTPStatus.FORBIDDEN)


@private
def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the exception is being handled.

    Without the database, it says come back, and keeps what was sent to be sent again.
    """
    away = isinstance(sys.exception(), OperationalError | InterfaceError)
    if away:
        status, page = HTTPStatus.SERVICE_UNAVAILABLE, "503.html"
        sentence = _("The service is unavailable for a moment. Try again in a few minutes.")
    else:
        status, page = HTTPStatus.INTERNAL_SERVER_ERROR, "500.html"
        sentence = _("Something went wrong on our side. It has been written down.")
    if from_program(request):
        response = refuse(request, status, sentence)
    else:
        context = {"resend": what_was_sent(request)} if away else {}
        response = render(request, page, context, status=status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = "120"
    return response
