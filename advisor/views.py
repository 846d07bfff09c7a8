from __future__ import annotations

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from advisor.card import card as draw_card
from advisor.context import VERSION_KEY, fixed_address, query_context, read_query
from advisor.core.adr import adr as decision_record
from advisor.core.model import Answers
from advisor.core.scoring import score
from advisor.grid import Row, rows
from advisor.models import DecisionMatrix, MatrixVersion
from advisor.verdict import verdict_view


def index(request: HttpRequest) -> HttpResponse:
    matrices = DecisionMatrix.objects.filter(versions__isnull=False).distinct()
    return render(request, "advisor/index.html", {"matrices": matrices})


def matrix(request: HttpRequest, slug: str) -> HttpResponse:
    """The matrix on its own page. With htmx only what it has asked for: the verdict, or the
    reasons in one row, for a page that has none."""
    version, newest = _versions(request, slug)
    context = query_context(
        version, request.GET, path=request.path, cta="fit", newest=version == newest, full=True
    )
    context |= {"newest": newest, "now": timezone.now()}
    part = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
    template = "advisor/_verdict.html" if part else "advisor/matrix.html"
    row = _row(version, request.headers.get("HX-Target", "")) if part else None
    if row:
        template = "advisor/_reasons.html"
        context |= {"row": row, "open": True}
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request", "HX-Target"])
    return response


@require_safe
def adr(request: HttpRequest, slug: str) -> HttpResponse:
    """The verdict as an architecture decision record, to be committed beside the code."""
    version, _ = _versions(request, slug)
    answers, _ = read_query(version.content, request.GET)
    result = score(version.content, answers, version.number)
    url = settings.SITE_URL + fixed_address(version.content, answers, version.number).url(answers)
    today = timezone.localdate()
    text = decision_record(version.content, answers, result, today, gettext, url)
    headers = {
        "Content-Disposition": f'attachment; filename="adr-{slug}.md"',
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(text, content_type="text/markdown; charset=utf-8", headers=headers)


@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
@conditional_page
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """What others see of a shared link: the same case is the same picture, to the byte."""
    version, _ = _versions(request, slug)
    answers, _ = read_query(version.content, request.GET)
    verdict = verdict_view(version.content, answers)
    picture = draw_card(version.content, verdict, settings.PRACTICE["name"])
    return HttpResponse(picture, content_type="image/png")


def _row(version: MatrixVersion, why_id: str) -> Row | None:
    """The row whose reasons have that id."""
    return next((row for row in rows(version.content, Answers()) if row.why_id == why_id), None)


def _versions(request: HttpRequest, slug: str) -> tuple[MatrixVersion, MatrixVersion]:
    """The version that is asked for, and the newest. Raises Http404 where there is none."""
    versions = MatrixVersion.objects.filter(matrix__slug=slug).order_by("-number")
    newest = versions.first()
    if newest is None:
        raise Http404
    number = request.GET.get(VERSION_KEY, "")
    if number in ("", str(newest.number)):
        return newest, newest
    if not re.fullmatch(r"[1-9][0-9]{0,8}", number, re.ASCII):
        raise Http404
    return get_object_or_404(versions, number=number), newest
