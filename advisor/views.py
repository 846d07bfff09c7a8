from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers

from advisor.context import query_context
from advisor.models import DecisionMatrix


def index(request: HttpRequest) -> HttpResponse:
    matrices = DecisionMatrix.objects.filter(versions__isnull=False).distinct()
    return render(request, "advisor/index.html", {"matrices": matrices})


def matrix(request: HttpRequest, slug: str) -> HttpResponse:
    """The matrix on its own page. With htmx only the verdict is drawn again."""
    row = get_object_or_404(
        DecisionMatrix.objects.filter(versions__isnull=False).distinct(), slug=slug
    )
    version = row.current()
    context = query_context(version.content, request.GET, cta="fit")
    context |= {"version": version, "action": request.path}
    part = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
    template = "advisor/_verdict.html" if part else "advisor/matrix.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response
