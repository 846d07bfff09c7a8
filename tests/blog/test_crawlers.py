"""What programs read first: the sitemap, the rules, and the overview."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from advisor.core.model import load_matrix
from advisor.services import publish
from consult.blog.models import Article
from tests.blog.writing import published, topic, unpublished
from tests.people import GOLDEN, NOW

pytestmark = pytest.mark.django_db

SITE = settings.SITE_URL
NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
DAY = timedelta(days=1)


def test_the_sitemap_has_every_page_with_its_last_change(client: Client) -> None:
    publish(load_matrix(GOLDEN.read_text()), NOW - DAY)
    published("Old", topics=["Python", "SQL"], at=NOW)
    published("New", topics=["SQL"], at=NOW + DAY)
    topic("Unused")
    unpublished("Draft", topics=["Go"])
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    root = ET.fromstring(response.content)
    places = {
        (place.findtext("s:loc", "", NS)).removeprefix(SITE): place.findtext("s:lastmod", None, NS)
        for place in root.iterfind("s:url", NS)
    }
    old, new = NOW.isoformat(), (NOW + DAY).isoformat()
    assert places == {
        "/": new,
        "/blog/": new,
        "/blog/new/": new,
        "/blog/old/": old,
        "/blog/topic/python/": old,
        "/blog/topic/sql/": new,
        "/author/lin/": new,
        "/fit/": (NOW - DAY).isoformat(),
        "/fit/golden/": (NOW - DAY).isoformat(),
        "/book/": None,
        "/imprint/": None,
        "/privacy/": None,
        "/terms/": None,
    }


def test_every_place_in_the_sitemap_is_there_and_may_be_listed(client: Client) -> None:
    publish(load_matrix(GOLDEN.read_text()), NOW)
    published("Engines", topics=["Python"])
    paths = re.findall(rf"<loc>{SITE}(.*?)</loc>", client.get("/sitemap.xml").text)
    rules = re.findall(r"Disallow: (.*)", client.get("/robots.txt").text)
    for path in paths:
        if path == "/book/":  # needs a host who takes calls
            continue
        page = client.get(path)
        assert page.status_code == 200
        assert 'content="noindex"' not in page.text
        assert f'<link rel="canonical" href="{SITE}{path}">' in page.text
        assert not any(path.startswith(rule) for rule in rules)


def test_a_sitemap_of_nothing_is_one_too(client: Client) -> None:
    assert f"<loc>{SITE}/</loc></url>" in client.get("/sitemap.xml").text


def test_robots_are_kept_from_what_is_private(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text == (
        "User-agent: *\n"
        "Disallow: /case/\n"
        "Disallow: /data/\n"
        "Disallow: /resume/\n"
        "Disallow: /quote/\n"
        "Disallow: /mail/\n"
        "Disallow: /preview/\n"
        "Disallow: /admin/\n"
        "Disallow: /search/\n"
        "\n"
        f"Sitemap: {SITE}/sitemap.xml\n"
    )


def test_language_models_get_an_overview(client: Client) -> None:
    publish(load_matrix(GOLDEN.read_text()), NOW)
    published("Engines [1]", summary="Which *one*?")
    response = client.get("/llms.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.text.splitlines()
    assert lines[0] == "# Lindqvist Architecture"
    assert lines[2] == "> Independent advice on backend architecture"
    assert [line for line in lines if line.startswith("#")] == [
        "# Lindqvist Architecture",
        "## Articles",
        "## Decision matrices",
        "## Services",
        "## For programs",
    ]
    for line in [
        rf"- [Engines \[1\]]({SITE}/blog/engines-1.md): Which \*one\*?",
        f"- [FastAPI or Node.js?]({SITE}/fit/golden/): [as JSON]({SITE}/api/v1/matrices/golden/)",
    ]:
        assert line in lines


def test_every_address_in_the_overview_is_there(client: Client) -> None:
    publish(load_matrix(GOLDEN.read_text()), NOW)
    published("Engines")
    paths = re.findall(rf"\({SITE}(.*?)\)", client.get("/llms.txt").text)
    assert len(paths) == 8
    for path in paths:
        assert path == "/book/" or client.get(path).status_code == 200


def test_nothing_of_a_withdrawn_article_stays(client: Client) -> None:
    published("Motors", topics=["Python"])
    Article.objects.update(live=None)
    for path in ["/sitemap.xml", "/llms.txt", "/blog/feed/"]:
        page = client.get(path).text.lower()
        assert "motors" not in page
        assert "python" not in page
