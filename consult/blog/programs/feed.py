"""The feed: the newest articles in full, in the Atom format (RFC 4287)."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from consult.blog import reading
from consult.blog.head import absolute, run_url, site
from consult.blog.markdown import around_matrix
from consult.blog.models import Article
from consult.blog.programs import circumstances
from consult.blog.programs.absolute import in_html
from consult.blog.reading import Whole
from consult.pages import kept

NEWEST = 20
# When there is nothing yet, the feed has still been changed at some time.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@kept
@require_safe
@conditional_page
def feed(request: HttpRequest) -> HttpResponse:
    """Without Last-Modified: a withdrawal, a new name, or a new matrix changes it too."""
    articles = reading.whole(Article.objects.published()[:NEWEST])
    updated = max((read.updated_at for read in articles), default=NEVER)
    document = atom(articles, updated)
    return HttpResponse(document, content_type="application/atom+xml; charset=utf-8")


def atom(articles: Sequence[Whole], updated: datetime) -> bytes:
    us = site()
    root = ET.Element(
        "feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": settings.LANGUAGE_CODE}
    )
    _text(root, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, us.url)}")
    _text(root, "title", us.name)
    _text(root, "subtitle", us.tagline)
    _text(root, "updated", updated.isoformat(timespec="seconds"))
    page = {"rel": "alternate", "type": "text/html", "href": absolute(reverse("blog:list"))}
    own = {"rel": "self", "type": "application/atom+xml", "href": absolute(reverse("blog:feed"))}
    ET.SubElement(root, "link", own)
    ET.SubElement(root, "link", page)
    for read in articles:
        _entry(root, read)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _entry(root: ET.Element, read: Whole) -> None:
    article = read.article
    url = absolute(article.get_absolute_url())
    entry = ET.SubElement(root, "entry")
    _text(entry, "id", f"urn:uuid:{article.uuid}")
    _text(entry, "title", article.title)
    _text(entry, "published", read.published_at.isoformat(timespec="seconds"))
    _text(entry, "updated", read.updated_at.isoformat(timespec="seconds"))
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": url})
    author = ET.SubElement(entry, "author")
    _text(author, "name", article.author.name)
    _text(author, "uri", absolute(article.author.get_absolute_url()))
    for topic in read.topics:
        ET.SubElement(entry, "category", {"term": topic.slug, "label": _clean(topic.name)})
    _text(entry, "summary", article.summary)
    _text(entry, "content", content(read, url), type="html")


def content(read: Whole, url: str) -> str:
    """The article's HTML, with a plain table in the place of its matrix."""
    before, after = around_matrix(read.article.html)
    table = ""
    if read.version:
        table = circumstances.as_html(read.version.content, run_url(read, "feed"))
    return in_html(before, url) + table + in_html(after, url)


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = _clean(text)


def _clean(text: str) -> str:
    """No XML can carry a control character, not even escaped."""
    return _NOT_IN_XML.sub("", text)
