"""What a script in an article's page tells us, because a kept page tells us nothing."""

from __future__ import annotations

from http import HTTPStatus

from crawleruseragents import is_crawler  # type: ignore[import-untyped]  # it comes without
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from consult.blog.counts.counters import Counted, count
from consult.http import refuse
from consult.limits import client_address, take

KINDS: dict[str, Counted] = {"view": "views", "tried": "tried"}
LONGEST_AGENT = 500  # characters that are looked at


# It reads no cookie and does nothing in anybody's name, so there is nothing to forge.
@csrf_exempt
@require_POST
def count_one(request: HttpRequest, slug: str) -> HttpResponse:
    """204 for whatever could be read, so that nobody learns what was counted."""
    what = KINDS.get(request.POST.get("kind", ""))
    if what is None:
        return refuse(request, HTTPStatus.BAD_REQUEST, _("Nothing that we count has this name."))
    now = timezone.now()
    if _is_a_reader(request) and not take(
        "count", client_address(request), burst=30, per_minute=20, now=now
    ):
        count(what, article=slug, now=now)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _is_a_reader(request: HttpRequest) -> bool:
    """Not a program that says it is one, nor somebody else's page."""
    agent = request.headers.get("User-Agent", "")[:LONGEST_AGENT]
    from_here = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    return bool(agent) and from_here and not is_crawler(agent)
