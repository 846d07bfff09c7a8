from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from advisor.context import query_context
from consult.blog import gallery
from consult.blog.markdown import around_matrix
from consult.blog.models import Article, Author, Topic
from consult.http import HtmxHttpRequest
from consult.whatsapp import whatsapp_url

PAGES = {
    "imprint": "blog/imprint.html",
    "privacy": "blog/privacy.html",
    "terms": "blog/terms.html",
}


def home(request: HttpRequest) -> HttpResponse:
    """The latest articles, and the first question of the newest matrix among them to try."""
    articles = Article.objects.published().select_related("author", "matrix")[:6]
    newest = next((article.matrix for article in articles if article.matrix), None)
    text = _("Hello, I would like to talk about an architecture decision.")
    context = {
        "articles": articles,
        "matrix": newest.current().content if newest else None,
        "whatsapp_url": _whatsapp(text),
    }
    return render(request, "blog/home.html", context)


def article_list(request: HttpRequest) -> HttpResponse:
    articles = Article.objects.published().select_related("author", "matrix")
    context = {"articles": articles, "topics": _topics_in_use(), "topic": None}
    return render(request, "blog/list.html", context)


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    topic = get_object_or_404(Topic, slug=slug)
    articles = Article.objects.published().filter(topics=topic).select_related("author", "matrix")
    context = {"articles": articles, "topics": _topics_in_use(), "topic": topic}
    return render(request, "blog/list.html", context)


def author(request: HttpRequest, slug: str) -> HttpResponse:
    author = get_object_or_404(Author.objects.select_related("picture"), slug=slug)
    articles = Article.objects.published().filter(author=author).select_related("author", "matrix")
    portrait = author.picture and gallery.view(author.picture, alt=author.name, sizes="12rem")
    context = {"articles": articles, "author": author, "portrait": portrait}
    return render(request, "blog/author.html", context)


def article(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    """The article with its live matrix. With htmx only the verdict is drawn again."""
    article = get_object_or_404(
        Article.objects.published().select_related("author", "matrix"), slug=slug
    )
    before, after = around_matrix(article.html)
    text = _("Hello, I have read “%(title)s” and would like a direct quote. My case:")
    context: dict[str, object] = {
        "article": article,
        "before_matrix": before,
        "after_matrix": after,
        "toc": [heading for heading in article.headings if heading[0] == 2],
        "whatsapp_url": _whatsapp(text % {"title": article.title}),
        "call_url": reverse("bookings:book") + f"?from={article.slug}&cta=call",
    }
    if article.matrix:
        context |= query_context(
            article.matrix.current(),
            request.GET,
            path=request.path,
            cta="matrix",
            article=article.slug,
        )
    part = article.matrix and request.htmx and not request.htmx.history_restore_request
    template = "advisor/_verdict.html" if part else "blog/article.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


def page(request: HttpRequest, name: str) -> HttpResponse:
    """Imprint, privacy, and terms: their facts come from the settings."""
    if name not in PAGES:
        raise Http404
    return render(request, PAGES[name])


def _topics_in_use() -> list[Topic]:
    in_use = Q(articles__in=Article.objects.published())
    return list(Topic.objects.filter(in_use).distinct())


def _whatsapp(text: str) -> str:
    return whatsapp_url(settings.PRACTICE["whatsapp"], text)
