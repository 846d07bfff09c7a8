"""The writes of an article: save a revision, publish one, now or at a time, and withdraw it.

Each locks the article's row first, then the edition of the public pages.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from consult import pages
from consult.blog.models import Article, Author, Redirect, Revision, Topic
from consult.blog.pictures import article_card
from consult.blog.readiness import Refused, faults, published_matrix, slug_fault, taken
from consult.blog.rendering import rendered
from consult.zones import time_in_zone

logger = logging.getLogger(__name__)

# What a revision and its article have in common, but for their topics.
CONTENT = (
    "title", "slug", "summary", "body", "author", "html", "headings", "text", "words", "matrix",
)  # fmt: skip
FURTHEST = timedelta(days=3660)


@dataclass(frozen=True)
class Draft:
    """What an editor types."""

    title: str
    slug: str
    summary: str
    body: str
    author: Author
    topics: Sequence[Topic] = ()

    @classmethod
    def of(cls, revision: Revision) -> Draft:
        return cls(
            title=revision.title,
            slug=revision.slug,
            summary=revision.summary,
            body=revision.body,
            author=revision.author,
            topics=list(revision.topics.all()),
        )


class Conflict(Exception):
    """Somebody else has saved the article meanwhile."""

    def __init__(self, newest: Revision) -> None:
        self.newest = newest


@transaction.atomic
def save(
    *,
    article: Article | None,
    draft: Draft,
    based_on: int | None,
    by: User | None,
    now: datetime,
    what: str = "",
) -> Revision:
    """Add a revision. *based_on* is the number of the one that was being edited.

    The same once more is the same revision. *what* was done is for the history. Raises Conflict
    where a newer one has been saved meanwhile, and Refused where the slug is not to be had.
    """
    values = {
        "title": draft.title,
        "slug": draft.slug,
        "summary": draft.summary,
        "body": draft.body,
        "author": draft.author,
        **_made_of(draft.body),
    }
    newest = None
    if article:
        article = _locked(article)
        newest = article.revisions.select_related("saved_by").latest("number")
        if _same(newest, values, draft.topics):
            return newest
        if newest.number != based_on:
            raise Conflict(newest)
    if fault := slug_fault(draft.slug, article):
        raise Refused(fault)
    number = newest.number + 1 if newest else 1
    if article is None:
        article = _write(Article(**values))
        article.topics.set(draft.topics)
    revision = Revision.objects.create(
        article=article, number=number, saved_at=now, saved_by=by, **values
    )
    revision.topics.set(draft.topics)
    if article.published_at is None and number > 1:
        _take(article, revision)
        _show(article, revision)
    saved = _("Saved as revision %(number)s.") % {"number": number}
    _log(article, by, f"{what} {saved}".lstrip(), ADDITION if number == 1 else CHANGE)
    return revision


def restore(
    *, article: Article, revision: Revision, based_on: int | None, by: User | None, now: datetime
) -> Revision:
    """Save what an older *revision* says as the newest. Raises as `save` does."""
    what = _("Revision %(number)s taken up again.") % {"number": revision.number}
    draft = Draft.of(revision)
    return save(article=article, draft=draft, based_on=based_on, by=by, now=now, what=what)


@transaction.atomic
def publish(*, article: Article, revision: Revision, now: datetime, by: User | None = None) -> None:
    """Make *revision* what readers see. What was scheduled is not any more. Raises Refused."""
    article = _locked(article)
    if article.live_id != revision.pk:
        _publish(article, revision, now)
        _log(article, by, _("Published revision %(number)s.") % {"number": revision.number})


@transaction.atomic
def schedule(
    *,
    article: Article,
    revision: Revision,
    at: datetime,
    now: datetime,
    by: User | None = None,
) -> None:
    """Have *revision* published at a time to come. Until then nothing changes. Raises Refused."""
    article = _locked(article)
    if at <= now:
        raise Refused(_("This time has passed. Choose one that is still to come."))
    if at > now + FURTHEST:
        raise Refused(_("This is more than ten years ahead. Choose a nearer time."))
    if article.live_id == revision.pk:
        raise Refused(_("Readers see this revision already."))
    if found := faults(article, revision):
        raise Refused(*found)
    article.scheduled, article.scheduled_for = revision, at
    article.save(update_fields=["scheduled", "scheduled_for"])
    what = _("Scheduled revision %(number)s for %(time)s.")
    _log(article, by, what % {"number": revision.number, "time": time_in_zone(at)})


@transaction.atomic
def unschedule(*, article: Article, by: User | None = None) -> None:
    article = _locked(article)
    if article.scheduled:
        what = _("Took revision %(number)s off the schedule.")
        _log(article, by, what % {"number": article.scheduled.number})
        article.scheduled = article.scheduled_for = None
        article.save(update_fields=["scheduled", "scheduled_for"])


@transaction.atomic
def withdraw(*, article: Article, by: User | None = None) -> None:
    """Take an article off the site, and off the schedule. Its addresses stay its own."""
    article = _locked(article)
    if article.live:
        _log(article, by, _("Withdrew revision %(number)s.") % {"number": article.live.number})
        article.live = article.scheduled = article.scheduled_for = None
        article.save(update_fields=["live", "scheduled", "scheduled_for"])
        pages.renew()


@transaction.atomic
def revoke_preview(*, article: Article, by: User | None = None) -> None:
    """The preview link that was given out leads nowhere; the next one is another."""
    Article.objects.filter(pk=article.pk).update(link_generation=F("link_generation") + 1)
    _log(article, by, _("Revoked the preview link."))


def due(now: datetime) -> QuerySet[Article]:
    """What should have been published by *now*, in the order of its times."""
    return Article.objects.filter(scheduled_for__lte=now).order_by("scheduled_for", "pk")


def publish_due(now: datetime) -> list[Article]:
    """Publish what is due, as of its own time. Any number may do it at once, as often as they
    like. What cannot be published stays scheduled: staff sees why."""
    ids = list(due(now).values_list("pk", flat=True))
    return [article for pk in ids if (article := _published_if_due(pk, now))]


def _published_if_due(pk: int, now: datetime) -> Article | None:
    try:
        return _publish_if_due(pk, now)
    except Exception:  # One that fails keeps back none of those after it.
        logger.exception("Article %s is due and could not be published.", pk)
        return None


@transaction.atomic
def _publish_if_due(pk: int, now: datetime) -> Article | None:
    article = due(now).filter(pk=pk).select_for_update(skip_locked=True).first()
    if article is None or article.scheduled is None or article.scheduled_for is None:
        return None
    try:
        _publish(article, article.scheduled, article.scheduled_for)
    except Refused:
        return None
    return article


def _publish(article: Article, revision: Revision, at: datetime) -> None:
    if found := faults(article, revision):
        raise Refused(*found)
    public = article.slug if article.published_at else revision.slug
    fill(article, revision, at)
    article.live = revision
    article.scheduled = article.scheduled_for = None
    _show(article, revision)
    article_card.draw(article)
    article.redirects.filter(slug=article.slug).delete()
    if public != article.slug:
        Redirect.objects.get_or_create(slug=public, article=article)
    pages.renew()


def fill(article: Article, revision: Revision, at: datetime) -> None:
    """Give *article* what it has once *revision* is published, all but its topics.

    What is made of the text is made anew: since it was saved, its matrix may have been published,
    and a picture may have come, or have been replaced by another of its name.
    """
    _take(article, revision)
    for name, value in _made_of(revision.body).items():
        setattr(article, name, value)
    article.published_at = article.published_at or at
    article.updated_at = max(at, article.updated_at or at)


def _made_of(body: str) -> dict[str, Any]:
    made = rendered(body)
    return {
        "html": made.html,
        "headings": [[heading.level, heading.id, heading.text] for heading in made.headings],
        "text": made.text,
        "words": made.words,
        "matrix": published_matrix(made.matrix) if made.matrix else None,
    }


def _same(revision: Revision, values: dict[str, Any], topics: Sequence[Topic]) -> bool:
    said = all(getattr(revision, name) == value for name, value in values.items())
    return said and {topic.pk for topic in revision.topics.all()} == {topic.pk for topic in topics}


def _locked(article: Article) -> Article:
    return Article.objects.select_for_update().get(pk=article.pk)


def _take(article: Article, revision: Revision) -> None:
    for name in CONTENT:
        setattr(article, name, getattr(revision, name))


def _show(article: Article, revision: Revision) -> None:
    _write(article)
    article.topics.set(revision.topics.all())


def _write(article: Article) -> Article:
    """Another article may have taken the slug since it was looked for."""
    try:
        with transaction.atomic():
            article.save()
    except IntegrityError as error:
        if "one_article_per_slug" not in str(error):
            raise
        raise Refused(taken(article.slug)) from error
    return article


def _log(article: Article, by: User | None, message: str, action: int = CHANGE) -> None:
    """A line of the history that the admin shows; it has none for what no person did."""
    if by:
        LogEntry.objects.log_actions(by.pk, [article], action, message, single_object=True)
