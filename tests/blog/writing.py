"""Articles that Lin and others have published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.text import slugify

from consult.blog import services
from consult.blog.models import Article, Author, Topic
from consult.blog.services import Draft
from tests.people import NOW


def lin() -> Author:
    return Author.objects.get_or_create(
        slug="lin",
        defaults={
            "name": "Lin Berg",
            "role": "architect",
            "bio": "Repairs backends.",
            "links": "https://code.example/lin\nhttps://social.example/@lin",
        },
    )[0]


def topic(name: str) -> Topic:
    return Topic.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]


def draft(
    title: str,
    body: str = "Words.",
    summary: str = "In short.",
    topics: Sequence[str] = (),
    author: Author | None = None,
) -> Draft:
    names = [topic(name) for name in topics]
    return Draft(title, slugify(title), summary, body, author or lin(), names)


def unpublished(title: str, topics: Sequence[str] = ()) -> None:
    made = draft(title, topics=topics)
    services.save(article=None, draft=made, based_on=None, by=None, now=NOW)


def published(
    title: str,
    body: str = "Words.",
    *,
    at: datetime = NOW,
    summary: str = "In short.",
    topics: Sequence[str] = (),
    author: Author | None = None,
) -> Article:
    made = draft(title, body, summary, topics, author)
    revision = services.save(article=None, draft=made, based_on=None, by=None, now=at)
    services.publish(article=revision.article, revision=revision, now=at)
    return Article.objects.get(pk=revision.article_id)
