"""What other sites and search engines are told of each page."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from consult.blog.models import Card
from tests.blog.writing import published
from tests.people import NOW

pytestmark = pytest.mark.django_db

SITE = settings.SITE_URL


def said(page: str) -> dict[str, str]:
    tag = r'<meta (?:name|property)="((?:og|article|twitter):[^"]+)" content="(.*?)">'
    return dict(re.findall(tag, page))


def data(page: str) -> list[dict[str, Any]]:
    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    graph = json.loads(block)["@graph"]
    assert isinstance(graph, list)
    return graph


def names(node: dict[str, Any]) -> list[str]:
    return [place["name"] for place in node["itemListElement"]]


def test_an_article_tells_what_it_is_and_shows_its_card(client: Client) -> None:
    article = published("Engines & <more>", topics=["Python"], summary='A "short" one.')
    card = Card.objects.get(article=article).digest
    page = client.get(article.get_absolute_url()).text
    address = f"{SITE}/blog/engines-more/"
    assert said(page) == {
        "og:type": "article",
        "og:site_name": "Lindqvist Architecture",
        "og:url": address,
        "og:title": "Engines &amp; &lt;more&gt;",
        "og:description": "A &quot;short&quot; one.",
        "og:image": f"{address}card-{card}.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Engines &amp; &lt;more&gt;",
        "article:published_time": NOW.isoformat(),
        "article:modified_time": NOW.isoformat(),
        "article:author": f"{SITE}/author/lin/",
        "article:tag": "Python",
        "twitter:card": "summary_large_image",
    }
    assert f'<link rel="canonical" href="{address}">' in page
    assert '<link rel="alternate" type="text/markdown" href="/blog/engines-more.md">' in page
    assert '<meta name="description" content="A &quot;short&quot; one.">' in page


def test_an_article_carries_its_data(client: Client) -> None:
    article = published("Engines </script>")
    posting, way = data(client.get(article.get_absolute_url()).text)
    assert (posting["@type"], posting["headline"]) == ("BlogPosting", "Engines </script>")
    assert posting["url"] == f"{SITE}/blog/engines-script/"
    assert posting["author"]["name"] == "Lin Berg"
    assert names(way) == ["Lindqvist Architecture", "Journal", "Engines </script>"]


def test_without_a_card_no_picture_is_promised(client: Client) -> None:
    article = published("Engines")
    Card.objects.all().delete()
    page = client.get(article.get_absolute_url()).text
    assert "og:image" not in said(page)
    assert said(page)["twitter:card"] == "summary"


@pytest.mark.parametrize(
    ("path", "kind", "types", "crumbs"),
    [
        ("/", "website", ["ProfessionalService", "WebSite"], None),
        ("/blog/", "website", ["BreadcrumbList"], ["Lindqvist Architecture", "Journal"]),
        (
            "/blog/topic/python/",
            "website",
            ["BreadcrumbList"],
            ["Lindqvist Architecture", "Journal", "Python"],
        ),
        (
            "/author/lin/",
            "profile",
            ["ProfilePage", "BreadcrumbList"],
            ["Lindqvist Architecture", "Lin Berg"],
        ),
    ],
)
def test_other_pages_tell_what_they_are(
    client: Client, path: str, kind: str, types: list[str], crumbs: list[str] | None
) -> None:
    published("Engines", topics=["Python"])
    page = client.get(path).text
    assert said(page)["og:type"] == kind
    assert said(page)["og:url"] == f"{SITE}{path}"
    nodes = data(page)
    assert [node["@type"] for node in nodes] == types
    if crumbs:
        assert names(nodes[-1]) == crumbs


def test_a_list_shows_the_card_of_its_first_article(client: Client) -> None:
    article = published("Engines", topics=["Python"])
    card = f"{SITE}/blog/engines/card-{Card.objects.get(article=article).digest}.png"
    for path in ["/", "/blog/", "/blog/topic/python/"]:
        assert said(client.get(path).text)["og:image"] == card


def test_each_page_of_a_list_is_found_under_its_own_address(client: Client) -> None:
    for number in range(25):
        published(f"Engine {number}", at=NOW + timedelta(days=number))
    expected = {
        "/blog/": ["canonical /blog/", "next /blog/?page=2"],
        "/blog/?page=1": ["canonical /blog/", "next /blog/?page=2"],
        "/blog/?page=2": ["canonical /blog/?page=2", "prev /blog/", "next /blog/?page=3"],
        "/blog/?page=3": ["canonical /blog/?page=3", "prev /blog/?page=2"],
    }
    for path, links in expected.items():
        found = re.findall(
            r'<link rel="(canonical|prev|next)" href="([^"]*)">', client.get(path).text
        )
        assert [f"{rel} {at.removeprefix(SITE)}" for rel, at in found] == links
