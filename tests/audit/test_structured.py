from __future__ import annotations

import pytest

from audit.structured import Block, missing, of_an_article, parts

POSTING: Block = {
    "@context": "https://schema.org",
    "@type": "BlogPosting",
    "headline": "An article",
    "image": "https://site.example/card.png",
    "datePublished": "2026-11-23T00:00:00Z",
    "dateModified": "2026-11-23T00:00:00Z",
    "author": {"@type": "Person", "name": "Lin", "url": "https://site.example/author/lin/"},
}


def test_a_graph_is_its_parts() -> None:
    graph = {"@context": "https://schema.org", "@graph": [{"@type": "Person"}]}
    assert list(parts(graph)) == [{"@context": "https://schema.org", "@type": "Person"}]


def test_an_article_has_its_two_blocks() -> None:
    assert missing("/blog/an-article/", [POSTING]) == ["it has no BreadcrumbList"]
    assert missing("/blog/", []) == []


def test_a_person_may_stand_in_a_page_about_them() -> None:
    page = {"@type": "ProfilePage", "mainEntity": {"@type": "Person", "name": "Lin"}}
    assert missing("/author/lin/", [page]) == []
    assert missing("/author/lin/", [{"@type": "ProfilePage"}]) == ["it has no Person"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, None),
        ({"image": ""}, "the BlogPosting has no image"),
        ({"headline": "x" * 111}, "its headline is longer than 110 characters"),
        ({"dateModified": "2026-11-23T00:00:00"}, "its dateModified has no time zone"),
        ({"author": {"name": "Lin"}}, "an author has no name, or no address of a page"),
    ],
)
def test_what_google_asks_of_an_article_is_there(change: Block, fault: str | None) -> None:
    assert of_an_article({**POSTING, **change}) == ([fault] if fault else [])
