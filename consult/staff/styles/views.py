"""The design system on a page of its own, on a development machine: made of what it shows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.safestring import mark_safe

from consult.staff.styles import sheets, tokens
from consult.staff.styles.examples import examples


def styles(request: HttpRequest) -> HttpResponse:
    found = tokens.tokens(sheets.every())
    colours = tokens.colours(found)
    shown = [(one, mark_safe(sheets.twin(one.html))) for one in examples(request)]
    context = {
        "examples": shown,
        "colours": colours,
        "ratios": tokens.ratios(colours),
        "others": {name: value for name, value in found.items() if name not in colours},
    }
    return render(request, "dev/styles/styles.html", context)


def states(request: HttpRequest) -> HttpResponse:
    return HttpResponse(sheets.states(), content_type="text/css; charset=utf-8")


def swatches(request: HttpRequest) -> HttpResponse:
    """A class for the colour, the size, and the space of each token: nothing is styled inline."""
    found = tokens.tokens(sheets.every())
    rules = [f".-is-{name} {{ --is: var(--{name}); }}" for name in found]
    return HttpResponse("\n".join(rules), content_type="text/css; charset=utf-8")


urlpatterns = [
    path("", styles, name="styles"),
    path("states.css", states, name="states"),
    path("swatches.css", swatches, name="swatches"),
]
