"""Sam writes articles in the admin."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from consult.blog.models import Article, Author, Topic
from tests.people import sam

pytestmark = pytest.mark.usefixtures("sample_content")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(sam())
    return client


def article(**changes: object) -> dict[str, object]:
    """What the form of a new article sends."""
    return {
        "title": "Queues",
        "slug": "queues",
        "summary": "When to have one.",
        "body": "Late.",
        "author": Author.objects.get().pk,
        "topics": [topic.pk for topic in Topic.objects.all()],
        "matrix": "",
        "status": "published",
        "published_at_0": "",
        "published_at_1": "",
        **changes,
    }


def test_published_without_a_date_is_published_now(desk: Client) -> None:
    before = timezone.now()
    response = desk.post("/admin/blog/article/add/", article())
    assert response.status_code == 302, response.text
    published = Article.objects.get(slug="queues")
    assert published.published_at
    assert before <= published.published_at <= timezone.now()
    assert set(published.topics.all()) == set(Topic.objects.all())
    assert "Queues" in desk.get("/blog/").text


def test_a_date_that_was_given_stays(desk: Client) -> None:
    given = {"published_at_0": "2026-11-22", "published_at_1": "21:25"}
    desk.post("/admin/blog/article/add/", article(**given))
    published_at = Article.objects.get(slug="queues").published_at
    assert published_at == datetime(2026, 11, 22, 20, 25, tzinfo=UTC)
    assert "22 Nov 2026, 21:25" in desk.get("/admin/blog/article/").text


def test_a_draft_needs_no_date(desk: Client) -> None:
    desk.post("/admin/blog/article/add/", article(status="draft"))
    assert Article.objects.get(slug="queues").published_at is None
