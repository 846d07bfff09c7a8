"""The writes of an article: save a revision, publish one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from advisor.models import DecisionMatrix
from consult import pages
from consult.blog.models import Article, Author, Revision, Topic
from consult.blog.rendering import rendered

# What a revision and its article have in common, but for their topics.
CONTENT = (
    "title", "slug", "summary", "body", "author", "html", "headings", "text", "words", "matrix",
)  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """What an editor types."""

    title: str
    slug: str
    summary: str
    body: str
    author: Author
    topics: Sequence[Topic] = ()


class Conflict(Exception):
    """Somebody else has saved the article meanwhile."""

    def __init__(self, newest: Revision) -> None:
        self.newest = newest


@transaction.atomic
def save(
    *, article: Article | None, draft: Draft, based_on: int | None, by: User | None, now: datetime
) -> Revision:
    """Add a revision. *based_on* is the number of the one that was being edited.

    Raises Conflict where a newer one has been saved meanwhile.
    """
    made = _made_of(draft.body)
    values = {
        "title": draft.title,
        "slug": draft.slug,
        "summary": draft.summary,
        "body": draft.body,
        "author": draft.author,
        **made,
    }
    if article is None:
        article, number = Article.objects.create(**values), 1
        article.topics.set(draft.topics)
    else:
        article = Article.objects.select_for_update().get(pk=article.pk)
        newest = article.revisions.latest("number")
        if newest.number != based_on:
            raise Conflict(newest)
        number = newest.number + 1
    revision = Revision.objects.create(
        article=article, number=number, saved_at=now, saved_by=by, **values
    )
    revision.topics.set(draft.topics)
    if article.live_id is None and number > 1:
        _show(article, revision)
    return revision


@transaction.atomic
def publish(*, article: Article, revision: Revision, now: datetime) -> None:
    """Make *revision* what readers see."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    article.live = revision
    article.published_at = article.published_at or now
    article.updated_at = now
    _show(article, revision)
    pages.renew()


def _made_of(body: str) -> dict[str, Any]:
    made = rendered(body)
    # One that has no version yet has nothing to show.
    matrix = DecisionMatrix.objects.filter(versions__isnull=False, slug=made.matrix).first()
    return {
        "html": made.html,
        "headings": [[heading.level, heading.id, heading.text] for heading in made.headings],
        "text": made.text,
        "words": made.words,
        "matrix": matrix,
    }


def _show(article: Article, revision: Revision) -> None:
    for name in CONTENT:
        setattr(article, name, getattr(revision, name))
    article.save()
    article.topics.set(revision.topics.all())
