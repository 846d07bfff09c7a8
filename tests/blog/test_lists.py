"""Ada goes through the journal, a topic, and an author's page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.blog.writing import lin, published, topic, unpublished
from tests.people import NOW

pytestmark = pytest.mark.django_db


def titles(page: str) -> list[str]:
    return re.findall(r'class="entry__title"><a [^>]*>(.*?)</a>', page)


@pytest.mark.parametrize("path", ["/blog/", "/blog/topic/python/", "/author/lin/"])
def test_twelve_articles_make_a_page(client: Client, path: str) -> None:
    for number in range(13):
        published(f"Engine {number}", topics=["Python"], at=NOW + timedelta(days=number))
    first, second = client.get(path).text, client.get(f"{path}?page=2").text
    assert titles(first) == [f"Engine {number}" for number in range(12, 0, -1)]
    assert titles(second) == ["Engine 0"]
    assert f'<a class="pages__older" href="{path}?page=2" rel="next">' in first
    assert f'<a class="pages__newer" href="{path}" rel="prev">' in second


@pytest.mark.parametrize("path", ["/blog/", "/author/lin/"])
@pytest.mark.parametrize("page", ["2", "0", "-1", "x", "²", "", "last", "9" * 5000])
def test_a_page_that_is_not_there_is_not_found(client: Client, path: str, page: str) -> None:
    published("Engine")
    assert client.get(path, {"page": page}).status_code == 404


def test_a_topic_says_what_it_is_about(client: Client) -> None:
    python = topic("Python")
    published("Engine", topics=["Python"])
    assert "Our articles on Python." in client.get("/blog/topic/python/").text
    python.summary = "The language, & what is <written> in it."
    python.save()
    page = client.get("/blog/topic/python/").text
    assert '<p class="lede">The language, &amp; what is &lt;written&gt; in it.</p>' in page
    assert 'name="description" content="The language, &amp; what is &lt;written&gt; in it."' in page


def test_an_author_has_a_role_a_life_and_places_elsewhere(client: Client) -> None:
    published("Engine")
    page = client.get("/author/lin/").text
    assert titles(page) == ["Engine"]
    for expected in [
        "<h1>Lin Berg</h1>",
        "architect",
        "<p>Repairs backends.</p>",
        '<a href="https://code.example/lin" rel="me noopener">',
        '<a href="https://social.example/@lin" rel="me noopener">',
    ]:
        assert expected in page


def test_only_what_is_published_is_listed(client: Client) -> None:
    unpublished("Draft", topics=["Python"])
    for path in ["/", "/blog/", "/blog/topic/python/", "/author/lin/"]:
        assert "Draft" not in client.get(path).text


def test_a_list_takes_as_many_queries_for_ten_as_for_one(
    client: Client, django_assert_num_queries: Any
) -> None:
    lin()
    for number in range(10):
        published(f"Engine {number}", topics=["Python", "SQL"])
    with django_assert_num_queries(3):  # how many, which, and the topics
        client.get("/blog/?page=1")
