"""What search engines read first: the sitemap, and what is not for them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from advisor.models import DecisionMatrix
from consult.blog.head import absolute
from consult.blog.models import Article, Author, Topic
from consult.pages import kept

# Pages of one visitor, of staff, or made on demand.
PRIVATE = ("case", "data", "resume", "quote", "mail", "preview", "admin", "search")


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
    matrices = list(published_matrices())
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


def published_matrices() -> QuerySet[Any]:
    """Those that are published, each with the date of its newest version."""
    published = DecisionMatrix.objects.annotate(changed=Max("versions__published_at"))
    return published.exclude(changed=None)
