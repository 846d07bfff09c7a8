"""What programs that go through the site read first: the sitemap, the rules, and an overview."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from advisor.core.markdown import plain
from advisor.models import DecisionMatrix
from consult.blog import reading
from consult.blog.head import absolute
from consult.blog.models import Article, Author, Topic
from consult.pages import kept

# Pages of one visitor, of staff, or made on demand.
PRIVATE = ("case", "resume", "quote", "mail", "preview", "admin", "search")


@kept
@require_safe
@conditional_page
def sitemap(request: HttpRequest) -> HttpResponse:
    root = ET.Element("urlset", {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    for path, changed in _places():
        place = ET.SubElement(root, "url")
        ET.SubElement(place, "loc").text = absolute(path)
        if changed:
            ET.SubElement(place, "lastmod").text = changed.isoformat(timespec="seconds")
    document = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(document, content_type="application/xml; charset=utf-8")


def _places() -> Iterator[tuple[str, datetime | None]]:
    """Every page that may be found, and when what it says was last changed, where that is known."""
    articles = list(Article.objects.published().only("slug", "updated_at"))
    matrices = list(_matrices())
    last = max((one.updated_at for one in articles if one.updated_at), default=None)
    yield reverse("blog:home"), last
    yield reverse("blog:list"), last
    yield from ((one.get_absolute_url(), one.updated_at) for one in articles)
    changed = Max("articles__updated_at", filter=Q(articles__live__isnull=False))
    for kind in (Topic, Author):
        for one in kind.objects.annotate(changed=changed).exclude(changed=None):
            yield one.get_absolute_url(), one.changed
    yield reverse("fit:index"), max((one.changed for one in matrices), default=None)
    for one in matrices:
        yield reverse("fit:matrix", args=[one.slug]), one.changed
    yield reverse("bookings:book"), None
    for name in ("imprint", "privacy", "terms"):
        yield reverse("blog:page", args=[name]), None


@kept
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: /{name}/" for name in PRIVATE),
        "",
        f"Sitemap: {absolute(reverse('blog:sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@kept
@require_safe
@conditional_page
def llms(request: HttpRequest) -> HttpResponse:
    """An overview for language models: https://llmstxt.org/."""
    us = settings.PRACTICE
    parts = [
        f"# {plain(us['name'])}",
        f"> {plain(us['tagline'])}",
        _(
            "A senior software architect compares engines and architectures. Every comparison "
            "carries a decision matrix, which anybody can run on their own case, on its page or "
            "through the API, without an account. Verdicts are explained to the last point."
        ),
        f"## {_('Articles')}",
        _lines(_article(one) for one in reading.listed()),
        f"## {_('Decision matrices')}",
        _lines(_matrix(one) for one in _matrices()),
        f"## {_('Services')}",
        _lines(
            [
                _link(_("A 15-minute discovery call, free of charge"), reverse("bookings:book")),
                _link(_("All fit checks"), reverse("fit:index")),
            ]
        ),
        f"## {_('For programs')}",
        _lines(
            [
                _link(_("How to score a case through the API"), reverse("api:openapi-view")),
                _link(_("The feed, with every article in full"), reverse("blog:feed")),
                _link(_("All pages"), reverse("blog:sitemap")),
            ]
        ),
    ]
    text = "\n\n".join(part for part in parts if part) + "\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _article(article: Article) -> str:
    address = reverse("blog:markdown", args=[article.slug])
    return f"{_link(article.title, address)}: {plain(article.summary)}"


def _matrix(matrix: DecisionMatrix) -> str:
    page = _link(matrix.title, reverse("fit:matrix", args=[matrix.slug]))
    return f"{page}: {_link(_('as JSON'), reverse('api:matrix', args=[matrix.slug]))}"


def _link(title: str, path: str) -> str:
    return f"[{plain(title)}]({absolute(path)})"


def _lines(items: Iterable[str]) -> str:
    """The one kind of list that the format has."""
    return "\n".join(f"- {item}" for item in items)


def _matrices() -> QuerySet[Any]:
    """Those that are published, each with the date of its newest version."""
    published = DecisionMatrix.objects.annotate(changed=Max("versions__published_at"))
    return published.exclude(changed=None)
