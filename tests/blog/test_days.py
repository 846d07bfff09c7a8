"""Sam sees what each article led to, for the time that he chooses."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client

from consult.blog.counts.report import Count, Line, report
from consult.blog.models import Article, ArticleDay
from tests.people import sam

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/blog/articleday/"


@pytest.fixture
def two_articles() -> tuple[Article, Article]:
    call_command("sample_content")
    first = Article.objects.get(slug="fastapi-or-nodejs")
    second = Article.objects.create(
        title="Queues", slug="queues", summary="", body="", author=first.author, html="", text=""
    )
    for article, day, numbers in [
        (first, date(2026, 10, 31), (100, 20, 6, 4, 3, 1)),
        (first, date(2026, 11, 2), (100, 12, 2, 1, 0, 0)),
        (second, date(2026, 11, 2), (0, 0, 1, 1, 1, 0)),
    ]:
        fields = ("views", "tried", "started", "submitted", "booked", "won")
        ArticleDay.objects.create(
            article=article, day=day, **dict(zip(fields, numbers, strict=True))
        )
    return first, second


def counts(*numbers: int) -> tuple[Count, ...]:
    return tuple(Count(number, views=numbers[0]) for number in numbers)


def test_the_days_of_an_article_add_up(two_articles: tuple[Article, Article]) -> None:
    first, second = two_articles
    assert report(ArticleDay.objects.all()) == (
        [
            Line(first.pk, first.title, counts(200, 32, 8, 5, 3, 1)),
            Line(second.pk, "Queues", counts(0, 0, 1, 1, 1, 0)),
        ],
        Line(None, "", counts(200, 32, 9, 6, 4, 1)),
    )
    assert [count.share for count in counts(200, 32, 0)] == [100, 16, 0]
    assert Count(1, views=0).share is None


def test_no_days_add_up_to_nothing() -> None:
    assert report(ArticleDay.objects.all()) == ([], Line(None, "", counts(0, 0, 0, 0, 0, 0)))


def cells(client: Client, query: str = "") -> list[str]:
    """The numbers of the summary, line by line."""
    page = client.get(ADDRESS + query).text
    table = page.partition('<div class="led-to"')[2].partition("</table>")[0]
    return [cell.partition("</td>")[0] for cell in table.split("<td>")[1:]]


def share(number: int, percent: str) -> str:
    return f'{number} <span class="led-to__share">{percent} %</span>'


@pytest.mark.usefixtures("two_articles")
def test_the_chosen_days_are_added_up(client: Client) -> None:
    client.force_login(sam())
    october = ["100", share(20, "20.0"), share(6, "6.0"), share(4, "4.0"), share(3, "3.0")]
    assert cells(client, "?day__year=2026&day__month=10") == [*october, share(1, "1.0")]
    november = cells(client, "?day__year=2026&day__month=11")
    assert november[:6] == ["100", share(12, "12.0"), share(2, "2.0"), share(1, "1.0"), "0", "0"]
    assert november[6:12] == ["0", "0", "1", "1", "1", "0"]
    assert november[12] == "100"
    assert cells(client, "?q=queues") == ["0", "0", "1", "1", "1", "0"]


@pytest.mark.usefixtures("two_articles")
def test_a_day_that_two_topics_find_is_added_once(client: Client) -> None:
    client.force_login(sam())
    topics = Article.objects.get(slug="fastapi-or-nodejs").topics.values_list("pk", flat=True)
    query = "&".join(f"article__topics__id__in={pk}" for pk in topics)
    assert cells(client, f"?{query}")[0] == "200"


@pytest.mark.usefixtures("two_articles")
def test_nobody_can_change_a_number(client: Client) -> None:
    client.force_login(sam())
    day = ArticleDay.objects.latest("pk")
    assert client.get(ADDRESS + "add/").status_code == 403
    assert client.post(f"{ADDRESS}{day.pk}/change/", {"views": 9}).status_code == 403
    assert client.post(f"{ADDRESS}{day.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.usefixtures("two_articles")
def test_a_filter_that_makes_no_sense_is_no_error(client: Client) -> None:
    client.force_login(sam())
    assert client.get(ADDRESS + "?nonsense=1").status_code == 302
    assert client.get(ADDRESS + "?day__year=99999").status_code in (302, 400, 200)


def test_without_any_day_there_is_no_summary(client: Client) -> None:
    client.force_login(sam())
    assert "led-to" not in client.get(ADDRESS).text


def test_visitors_see_none_of_it(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 302
