from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from advisor.context import query_context
from consult.blog import head, reading
from consult.blog.markdown import around_matrix
from consult.blog.models import Article, ArticleQuerySet, Author, Topic
from consult.blog.old_addresses import at_old_address
from consult.blog.outline import contents
from consult.blog.pictures import gallery
from consult.blog.pictures.gallery import PictureView
from consult.blog.reading import Whole
from consult.blog.related import read_next
from consult.blog.structured import Image
from consult.http import HtmxHttpRequest
from consult.pages import kept
from consult.whatsapp import whatsapp_url

PER_PAGE = 12

PAGES = {
    "imprint": "blog/imprint.html",
    "privacy": "blog/privacy.html",
    "terms": "blog/terms.html",
}


@kept
def home(request: HttpRequest) -> HttpResponse:
    """The latest articles, and the first question of the newest matrix among them to try."""
    articles = list(reading.listed()[:6])
    newest = next((article.matrix for article in articles if article.matrix), None)
    text = _("Hello, I would like to talk about an architecture decision.")
    about = _(
        "A senior software architect compares engines and architectures in the open. Run his "
        "decision matrix on your own case, book a 15-minute call, or ask for a direct quote."
    )
    title = _("Backend and architecture advice you can check")
    context = {
        "articles": articles,
        "matrix": newest.current().content if newest else None,
        "whatsapp_url": _whatsapp(text),
        "head": head.of_home(title, about, _first_card(articles)),
    }
    return render(request, "blog/home.html", context)


@kept
def article_list(request: HttpRequest) -> HttpResponse:
    about = _("Comparisons of engines and architectures, each with the decision matrix behind it.")
    return _list(request, reading.listed(), None, about)


@kept
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    topic = get_object_or_404(Topic, slug=slug)
    about = topic.summary or _("Our articles on %(topic)s.") % {"topic": topic.name}
    return _list(request, reading.listed().filter(topics=topic), topic, about)


def _list(
    request: HttpRequest, articles: ArticleQuerySet, topic: Topic | None, about: str
) -> HttpResponse:
    page = _page(request, articles)
    context = {
        "articles": page.object_list,
        "page": page,
        "topics": _topics_in_use(),
        "topic": topic,
        "head": head.of_list(topic, about, _address(request, page), _first_card(page.object_list)),
    }
    return render(request, "blog/list.html", context)


@kept
def author(request: HttpRequest, slug: str) -> HttpResponse:
    author = get_object_or_404(Author.objects.select_related("picture"), slug=slug)
    page = _page(request, reading.listed().filter(author=author))
    portrait = author.picture and gallery.view(author.picture, alt=author.name, sizes="12rem")
    context = {
        "articles": page.object_list,
        "page": page,
        "author": author,
        "links": author.links.split(),
        "portrait": portrait,
        "head": head.of_author(author, portrait.shown if portrait else None),
    }
    return render(request, "blog/author.html", context)


@kept
def article(request: HtmxHttpRequest, slug: str) -> HttpResponse:
    read = reading.at(slug)
    return article_page(request, read) if read else at_old_address(request, slug, "blog:article")


def article_page(request: HtmxHttpRequest, read: Whole) -> HttpResponse:
    """The article with its live matrix. With htmx only the verdict is drawn again."""
    article = read.article
    before, after = around_matrix(article.html)
    text = _("Hello, I have read “%(title)s” and would like a direct quote. My case:")
    context: dict[str, object] = {
        "article": article,
        "topics": read.topics,
        "author_picture": read.portrait and PictureView("", "3rem", read.portrait),
        "minutes": article.minutes,
        "toc": contents(article.headings),
        "before_matrix": before,
        "after_matrix": after,
        "whatsapp_url": _whatsapp(text % {"title": article.title}),
        "call_url": reverse("bookings:book") + f"?from={article.slug}&cta=call",
    }
    if read.version:
        context |= query_context(
            read.version, request.GET, path=request.path, cta="matrix", article=article.slug
        )
    if read.version and request.htmx and not request.htmx.history_restore_request:
        response = render(request, "advisor/_verdict.html", context)
    else:
        following = read_next(read)
        context |= {
            "head": head.of_article(read),
            "related": following.related,
            "previous": following.previous,
            "next": following.next,
        }
        response = render(request, "blog/article.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


@kept
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Imprint, privacy, and terms: their facts come from the settings."""
    if name not in PAGES:
        raise Http404
    return render(request, PAGES[name])


def _page(request: HttpRequest, articles: ArticleQuerySet) -> Page[Article]:
    try:
        return Paginator(articles, PER_PAGE).page(request.GET.get("page", 1))
    except InvalidPage as fault:
        raise Http404 from fault


def _address(request: HttpRequest, page: Page[Article]) -> str:
    query = f"?page={page.number}" if page.number > 1 else ""
    return head.absolute(request.path + query)


def _first_card(articles: Iterable[Article]) -> Image | None:
    """The picture of a shared link to a list: that of its first article."""
    return next((picture for one in articles if (picture := head.card(one))), None)


def _topics_in_use() -> list[Topic]:
    in_use = Q(articles__in=Article.objects.published())
    return list(Topic.objects.filter(in_use).distinct())


def _whatsapp(text: str) -> str:
    return whatsapp_url(settings.PRACTICE["whatsapp"], text)
