"""The card of an article is drawn when it is published, and stays at its address."""

from __future__ import annotations

import hashlib

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from advisor.grid import alternatives
from consult.blog.models import Article, Card, Redirect
from consult.blog.pictures import article_card
from consult.blog.pictures.card import card

pytestmark = pytest.mark.usefixtures("same_sample_content")


@pytest.fixture
def article() -> Article:
    article = Article.objects.get(slug="fastapi-or-nodejs")
    article_card.draw(article)
    return article


def test_it_shows_what_readers_see(article: Article) -> None:
    assert article.matrix
    content = card(
        title=article.title,
        author="Jonas Lindqvist",
        topics=[topic.name for topic in article.topics.all()],
        alternatives=alternatives(article.matrix.current().content),
        practice="Lindqvist Architecture",
    )
    kept = Card.objects.get(article=article)
    assert (bytes(kept.content), kept.digest) == (content, hashlib.sha256(content).hexdigest()[:32])


def test_it_is_written_again_only_where_it_differs(article: Article) -> None:
    first = Card.objects.get(article=article)
    with CaptureQueriesContext(connection) as queries:
        article_card.draw(Article.objects.get(pk=article.pk))
    assert not any(
        query["sql"].startswith(("UPDATE", "INSERT")) for query in queries.captured_queries
    )
    article.title = "Something else"
    article_card.draw(article)
    second = Card.objects.get(article=article)
    assert (second.pk, second.digest == first.digest) == (first.pk, False)


def test_anybody_may_keep_it_for_ever(
    client: Client, article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    kept = Card.objects.get(article=article)
    with django_assert_num_queries(1):
        response = client.get(f"/blog/{article.slug}/card-{kept.digest}.png")
    assert (response.status_code, response.content) == (200, bytes(kept.content))
    told = {
        "Content-Type": "image/png",
        "Cache-Control": "public, max-age=31536000, immutable",
        "ETag": f'"{kept.digest}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    assert {name: response[name] for name in told} == told
    assert not response.cookies


def test_an_older_address_leads_to_the_card_of_today(client: Client, article: Article) -> None:
    first = Card.objects.get(article=article)
    Redirect.objects.create(slug="old", article=article)
    Redirect.objects.create(slug="older", article=article)
    article.title = "Something else"
    article_card.draw(article)
    today = f"/blog/{article.slug}/card-{Card.objects.get(article=article).digest}.png"
    for path in [
        f"/blog/{article.slug}/card-{first.digest}.png",
        f"/blog/old/card-{first.digest}.png",
        today.replace(article.slug, "older"),
    ]:
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (302, today)
        assert "immutable" not in response.get("Cache-Control", "")


def test_nothing_is_there_for_what_is_not_published(client: Client, article: Article) -> None:
    kept = Card.objects.get(article=article)
    Article.objects.filter(pk=article.pk).update(live=None)
    assert client.get(f"/blog/{article.slug}/card-{kept.digest}.png").status_code == 404
    assert client.get(f"/blog/nothing/card-{kept.digest}.png").status_code == 404
    assert client.get(f"/blog/{article.slug}/card-x.png").status_code == 404
