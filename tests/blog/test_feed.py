"""The feed: every article in full, for readers that know nothing of this site."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import feedparser  # type: ignore[import-untyped]  # it ships no types
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date

from advisor.core.model import load_matrix
from advisor.services import publish
from consult.blog import services
from consult.blog.models import Article
from tests.blog.writing import draft, published
from tests.people import GOLDEN, NOW

pytestmark = pytest.mark.django_db

FEED = "/blog/feed/"
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = settings.SITE_URL

# RFC 4287, sections 4.1.1 and 4.1.2: how often each element may occur.
OF_FEED = {"id": 1, "title": 1, "subtitle": 1, "updated": 1, "link": 2}
OF_ENTRY = {
    "id": 1, "title": 1, "published": 1, "updated": 1, "link": 1, "author": 1, "summary": 1,
    "content": 1,
}  # fmt: skip


def parsed(client: Client) -> Any:
    feed = feedparser.parse(client.get(FEED).content)
    assert not feed.bozo
    return feed


def content(client: Client) -> str:
    [entry] = ET.fromstring(client.get(FEED).content).iter(f"{ATOM}entry")
    return entry.findtext(f"{ATOM}content") or ""


def test_a_strict_reader_reads_it(client: Client) -> None:
    article = published("Engines & more", "Say <b>.", summary="A < B.", topics=["Back ends"])
    feed = parsed(client)
    assert (feed.version, feed.encoding) == ("atom10", "utf-8")
    [entry] = feed.entries
    assert {
        "id": entry.id,
        "title": entry.title,
        "link": entry.link,
        "summary": entry.summary,
        "content": entry.content[0].value.strip(),
        "author": dict(entry.author_detail),
        "tags": [(tag.term, tag.label) for tag in entry.tags],
        "published": entry.published,
        "updated": entry.updated,
    } == {
        "id": f"urn:uuid:{article.uuid}",
        "title": "Engines & more",
        "link": f"{SITE}/blog/engines-more/",
        "summary": "A < B.",
        "content": "<p>Say &lt;b&gt;.</p>",
        "author": {"name": "Lin Berg", "href": f"{SITE}/author/lin/"},
        "tags": [("back-ends", "Back ends")],
        "published": NOW.isoformat(),
        "updated": NOW.isoformat(),
    }


def test_it_has_what_the_standard_asks_for_and_nothing_twice(client: Client) -> None:
    for number in range(3):
        published(f"Engine {number}")
    root = ET.fromstring(client.get(FEED).content)
    entries = list(root.iter(f"{ATOM}entry"))
    for element, counts in [(root, OF_FEED), *((entry, OF_ENTRY) for entry in entries)]:
        found = [child.tag for child in element if child.tag != f"{ATOM}entry"]
        assert {tag.removeprefix(ATOM): found.count(tag) for tag in found} == counts
        assert UUID((element.findtext(f"{ATOM}id") or "").removeprefix("urn:uuid:"))
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "").tzinfo
    links = {link.attrib["rel"]: link.attrib["href"] for link in root.findall(f"{ATOM}link")}
    assert links == {"self": f"{SITE}{FEED}", "alternate": f"{SITE}/blog/"}
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids) == 4


def test_ids_survive_another_slug_and_another_text(client: Client) -> None:
    article = published("Engines")
    before = [parsed(client).feed.id, parsed(client).entries[0].id]
    revision = services.save(
        article=article, draft=draft("Motors"), based_on=1, by=None, now=NOW + timedelta(days=1)
    )
    services.publish(article=article, revision=revision, now=NOW + timedelta(days=1))
    after = parsed(client)
    assert [after.feed.id, after.entries[0].id] == before
    assert after.feed.updated == after.entries[0].updated == "2026-11-24T08:00:00+00:00"
    assert after.entries[0].published == "2026-11-23T08:00:00+00:00"


def test_every_address_in_it_is_whole(client: Client) -> None:
    article = published("Engines", "x")
    Article.objects.update(
        html='<p><a href="/fit/">a</a> <a href="#why">b</a> <a href="mailto:a@b.example">c</a></p>'
        '<picture><source type="image/avif" srcset="/media/a.avif 480w, /media/b.avif 960w">'
        '<img src="/media/a.webp" srcset="/media/a.webp 480w" alt="An &quot;x&quot;"></picture>'
        '<pre><code>&lt;a href="/code"&gt; href="/text"</code></pre>'
    )
    page = f"{SITE}{article.get_absolute_url()}"
    assert content(client) == (
        f'<p><a href="{SITE}/fit/">a</a> <a href="{page}#why">b</a> '
        '<a href="mailto:a@b.example">c</a></p>'
        f'<picture><source type="image/avif" srcset="{SITE}/media/a.avif 480w, '
        f'{SITE}/media/b.avif 960w">'
        f'<img src="{SITE}/media/a.webp" srcset="{SITE}/media/a.webp 480w" '
        'alt="An &quot;x&quot;"></picture>'
        '<pre><code>&lt;a href="/code"&gt; href="/text"</code></pre>'
    )


def test_the_matrix_is_a_table_there(client: Client) -> None:
    publish(load_matrix(GOLDEN.read_text()), NOW)
    published("Engines", "Before.\n\n{{ matrix:golden }}\n\nAfter.")
    html = " ".join(content(client).split())
    assert "{{" not in html
    assert html.startswith("<p>Before.</p> <table>")
    assert html.endswith("</p> <p>After.</p>")
    assert f'<a href="{SITE}/fit/golden/?from=engines&amp;cta=feed">' in html
    assert re.findall(r"<(?:form|input|button|script)", html) == []


def test_no_control_character_gets_in(client: Client) -> None:
    published("En\x0bgines", "Wo\x08rds\x1b.", summary="In\x01 short\ufffe.")
    [entry] = parsed(client).entries
    assert (entry.title, entry.summary) == ("Engines", "In short.")
    assert entry.content[0].value.strip() == "<p>Words.</p>"


def test_an_empty_feed_is_one_too(client: Client) -> None:
    assert parsed(client).entries == []


def test_it_has_the_newest_twenty(client: Client) -> None:
    for number in range(21):
        published(f"Engine {number}", at=NOW + timedelta(days=number))
    titles = [entry.title for entry in parsed(client).entries]
    assert titles == [f"Engine {number}" for number in range(20, 0, -1)]


def test_it_is_one_query_beside_that_for_the_edition(
    client: Client, django_assert_num_queries: Any
) -> None:
    for number in range(5):
        published(f"Engine {number}", topics=["A", "B"])
    with django_assert_num_queries(2):
        client.get(FEED)


def test_who_has_it_already_gets_nothing(client: Client) -> None:
    published("Engines")
    first = client.get(FEED)
    assert first["Content-Type"] == "application/atom+xml; charset=utf-8"
    again = client.get(FEED, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_who_asks_by_date_learns_of_a_withdrawal_too(client: Client) -> None:
    article = published("Engines")
    had = client.get(FEED)
    services.withdraw(article=article)
    now = http_date(timezone.now().timestamp())
    again = client.get(FEED, headers={"If-Modified-Since": had.get("Last-Modified", now)})
    assert (again.status_code, feedparser.parse(again.content).entries) == (200, [])


def test_every_page_leads_to_it(client: Client) -> None:
    link = f'<link rel="alternate" href="{FEED}" type="application/atom+xml" title='
    assert link in client.get("/").text
