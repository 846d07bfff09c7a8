"""What every page shares: its request, its forms, and its ways to answer."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django_htmx.middleware import HtmxDetails

from consult.resend import what_was_sent

# Decorator: for one visitor's eyes, so that no cache keeps the page.
private = cache_control(private=True, no_store=True)


class HtmxHttpRequest(HttpRequest):
    """A request after django-htmx's middleware."""

    htmx: HtmxDetails


class FormRenderer(TemplatesSetting):
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


def practice(request: HttpRequest) -> dict[str, object]:
    """Context processor: who runs this site."""
    return {"practice": settings.PRACTICE, "site_url": settings.SITE_URL}


def from_program(request: HttpRequest) -> bool:
    """Whether a program asks, which reads JSON and no pages."""
    return request.path_info.startswith("/api/")


def refuse(request: HttpRequest, status: HTTPStatus, sentence: str) -> HttpResponse:
    """A page that says, in one sentence, what was wrong; the same as JSON for a program."""
    if from_program(request):
        return JsonResponse({"errors": [{"at": "request", "message": sentence}]}, status=status)
    context = {"sentence": sentence, "status": status}
    if status != HTTPStatus.TOO_MANY_REQUESTS:
        return render(request, "400.html", context, status=status)
    return render(request, "429.html", context | {"resend": what_was_sent(request)}, status=status)


def see_other(name: str, *args: object, query: str = "") -> HttpResponseRedirect:
    """After a POST: the page by that URL name, to be fetched with GET."""
    path = reverse(name, args=args) + (f"?{query}" if query else "")
    return HttpResponseRedirect(path, status=HTTPStatus.SEE_OTHER)
