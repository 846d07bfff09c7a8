"""The addresses at which an article was, and is not any more."""

from __future__ import annotations

from http import HTTPStatus

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from consult.blog.models import Article, Redirect


def at_old_address(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The way to the article that once had *slug*, or word that it was withdrawn. *name* is the
    kind of address that was asked for.

    Raises Http404 where nothing was ever published under it.
    """
    once = Article.objects.filter(published_at__isnull=False)
    led_to = Redirect.objects.filter(slug=slug).values("article")
    article = get_object_or_404(once.filter(Q(slug=slug) | Q(pk__in=led_to)))
    if article.live_id is None:
        return render(request, "blog/withdrawn.html", status=HTTPStatus.GONE)
    query = request.META.get("QUERY_STRING", "")
    address = reverse(name, args=[article.slug]) + (f"?{query}" if query else "")
    response = HttpResponsePermanentRedirect(address)
    # A browser that kept this one would go round in circles once the article has its old slug
    # back: it asks again each time.
    response["Cache-Control"] = "no-cache"
    return response
