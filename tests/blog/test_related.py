"""What to read after an article."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from advisor.core.model import load_matrix
from advisor.services import publish
from consult import pages
from consult.blog import reading, related
from consult.blog.models import Article, Picture, PictureFile
from tests.blog.writing import lin, published, unpublished
from tests.people import GOLDEN, NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
DIGEST = "0123456789abcdef" * 2
MATRIX = "{{ matrix:golden }}"


def whole(article: Article) -> reading.Whole:
    [read] = reading.whole(Article.objects.filter(pk=article.pk))
    return read


def titles(article: Article) -> dict[str, Any]:
    found = related.read_next(whole(article))
    return {
        "related": [entry.title for entry in found.related],
        "previous": found.previous and found.previous.title,
        "next": found.next and found.next.title,
    }


def test_common_topics_come_first_then_the_same_matrix_then_the_newest() -> None:
    publish(load_matrix(GOLDEN.read_text()), NOW)
    read = published("Read", MATRIX, topics=["Python", "SQL"], at=NOW)
    published("Both topics", topics=["SQL", "Python"], at=NOW - 9 * DAY)
    published("One topic and the matrix", MATRIX, topics=["SQL"], at=NOW - 8 * DAY)
    published("One topic", topics=["SQL", "Go"], at=NOW - 7 * DAY)
    published("The matrix", MATRIX, at=NOW - 6 * DAY)
    published("Newest", at=NOW + DAY)
    ranked = related._ranked(whole(read)).order_by(*related.KINSHIP)
    assert [article.title for article in ranked] == [
        "Both topics",
        "One topic and the matrix",
        "One topic",
        "The matrix",
        "Newest",
    ]
    assert titles(read)["related"] == ["Both topics", "One topic and the matrix", "One topic"]


def test_two_articles_without_a_matrix_do_not_have_the_same() -> None:
    publish(load_matrix(GOLDEN.read_text()), NOW)
    read = published("Read", at=NOW)
    published("With", MATRIX, at=NOW + DAY)
    published("Without", at=NOW - DAY)
    assert titles(read)["related"] == ["With", "Without"]


def test_neighbours_are_those_in_time_even_of_the_same_minute() -> None:
    first, second, third = (published(title) for title in ["First", "Second", "Third"])
    published("Later", at=NOW + DAY)
    neighbours = [(titles(one)["previous"], titles(one)["next"]) for one in (first, second, third)]
    assert neighbours == [(None, "Second"), ("First", "Third"), ("Second", "Later")]


def test_an_article_alone_leads_nowhere_and_drafts_are_not_led_to(client: Client) -> None:
    article = published("Alone", topics=["Python"])
    unpublished("Draft", topics=["Python"])
    assert titles(article) == {"related": [], "previous": None, "next": None}
    page = client.get(article.get_absolute_url()).text
    assert 'class="related"' not in page
    assert 'class="neighbours"' not in page


def test_the_page_leads_on(client: Client) -> None:
    published("Earlier & before", at=NOW - DAY)
    page = client.get(published("Now").get_absolute_url()).text
    assert '<a href="/blog/earlier-before/">Earlier &amp; before</a>' in page
    assert '<a class="neighbours__previous" href="/blog/earlier-before/" rel="prev">' in page


@pytest.mark.parametrize("body", ["Words.", f"Before.\n\n{MATRIX}\n\nAfter."])
def test_an_article_with_everything_around_it_takes_two_queries_and_one_for_the_edition(
    client: Client, django_assert_num_queries: Any, body: str
) -> None:
    publish(load_matrix(GOLDEN.read_text()), NOW)
    portrait = Picture.objects.create(slug="lin", width=640, height=640)
    for format in ("avif", "webp"):
        PictureFile.objects.create(
            picture=portrait, format=format, width=480, height=480, digest=DIGEST, content=b"x"
        )
    author = lin()
    author.picture = portrait
    author.save()
    article = published("Now", body, topics=["Python", "SQL"])
    for number in range(5):
        published(f"Other {number}", topics=["SQL"], at=NOW + number * DAY)
    # The first to come after it was published asks once more, for the edition to keep it under.
    pages.forget()
    with django_assert_num_queries(3):
        client.get(article.get_absolute_url())
    # With a query of its own, a page is not kept.
    with django_assert_num_queries(2):
        page = client.get(f"{article.get_absolute_url()}?utm_source=letter").text
    for expected in ["Python", "SQL", "Lin Berg", "Other 4", f"/media/{DIGEST}.webp"]:
        assert expected in page
    assert ('name="workload"' in page) == (MATRIX in body)
