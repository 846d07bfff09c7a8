"""The private link to what is not published yet, and what it shows."""

from __future__ import annotations

from copy import copy
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from consult import links
from consult.blog import reading
from consult.blog.models import Article, Revision
from consult.blog.pictures import article_card
from consult.blog.services import fill
from consult.blog.views import article_page
from consult.http import HtmxHttpRequest, private


def preview_path(article: Article) -> str:
    return reverse("blog:preview", args=[links.token("preview", article)])


@private
def preview(request: HtmxHttpRequest, token: str) -> HttpResponse:
    """The newest revision, as it will be once it is published."""
    articles = Article.objects.select_related("author", "matrix")
    article = links.resolve("preview", token, articles)
    revision = article.revisions.select_related("author", "matrix").latest("number")
    response = article_page(request, reading.of(as_published(article, revision, timezone.now())))
    response["X-Robots-Tag"] = "noindex"
    return response


def as_published(article: Article, revision: Revision, now: datetime) -> Article:
    """*article* as it would be with *revision* published now. Not to be saved."""
    shown = copy(article)
    fill(shown, revision, now)
    prefetch_related_objects([revision], "topics")
    # Its topics as well, wherever a page asks for them.
    kept = {"topics": revision.topics.all()}
    shown._prefetched_objects_cache = kept  # type: ignore[attr-defined]  # Django has no public one
    shown.card = article_card.drawn(shown)
    return shown
