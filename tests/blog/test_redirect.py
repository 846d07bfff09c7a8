"""An article that was published under another slug is still found under the old one."""

from __future__ import annotations

import pytest
from django.test import Client

from consult.blog import services
from tests.blog.desk import fresh, published, redirects, saved
from tests.people import NOW

pytestmark = pytest.mark.django_db


def test_the_old_address_of_a_published_article_leads_to_the_new_one_for_ever(
    client: Client,
) -> None:
    published(published(), slug="on-queues")
    answer = client.get("/blog/queues/?utm_source=news&x=%C3%A9")
    assert (answer.status_code, answer["Location"]) == (
        301,
        "/blog/on-queues/?utm_source=news&x=%C3%A9",
    )
    assert client.get("/blog/on-queues/").status_code == 200
    assert client.get("/blog/queues/")["Location"] == "/blog/on-queues/"


def test_a_browser_asks_again_so_that_a_slug_taken_back_is_no_loop(client: Client) -> None:
    published(published(), slug="on-queues")
    assert client.get("/blog/queues/")["Cache-Control"] == "no-cache"


def test_every_address_an_article_ever_had_leads_straight_to_the_last(client: Client) -> None:
    article = published(slug="a")
    for slug in ("b", "c"):
        published(article, slug=slug)
    assert redirects() == {"a": "c", "b": "c"}
    assert [client.get(f"/blog/{old}/")["Location"] for old in "ab"] == ["/blog/c/", "/blog/c/"]


def test_an_article_that_takes_its_old_slug_back_is_there_itself(client: Client) -> None:
    article = published(slug="a")
    published(article, slug="b")
    published(article, slug="a")
    assert redirects() == {"b": "a"}
    assert client.get("/blog/a/").status_code == 200
    assert client.get("/blog/b/")["Location"] == "/blog/a/"
    published(article, slug="b")
    assert redirects() == {"a": "b"}


def test_the_slug_of_a_draft_changes_without_a_trace(client: Client) -> None:
    article = saved().article
    saved(article, slug="on-queues")
    published(article, slug="of-queues")
    assert redirects() == {}
    assert [client.get(f"/blog/{slug}/").status_code for slug in ("queues", "on-queues")] == [
        404,
        404,
    ]


def test_a_changed_slug_that_is_only_drafted_leads_nowhere_yet(client: Client) -> None:
    saved(published(), slug="on-queues")
    assert redirects() == {}
    assert client.get("/blog/on-queues/").status_code == 404


def test_old_addresses_say_that_the_article_is_withdrawn(client: Client) -> None:
    article = published(published(), slug="on-queues")
    services.withdraw(article=article)
    assert [client.get(f"/blog/{slug}/").status_code for slug in ("queues", "on-queues")] == [
        410,
        410,
    ]
    saved(article, slug="drafted")
    revision = saved(article, slug="again")
    services.publish(article=fresh(article), revision=revision, now=NOW)
    # `drafted` was never to be seen.
    assert redirects() == {"on-queues": "again", "queues": "again"}


def test_where_a_reader_came_from_goes_along(client: Client) -> None:
    published(published(), slug="workers")
    for query in ("utm_source=letter", "from=engines&cta=related&ref=news.example"):
        assert client.get(f"/blog/queues/?{query}")["Location"] == f"/blog/workers/?{query}"
        assert client.get(f"/blog/queues.md?{query}")["Location"] == f"/blog/workers.md?{query}"
