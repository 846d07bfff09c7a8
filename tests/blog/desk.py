"""An article that Sam works on: what he types, saves, and publishes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Permission, User
from django.test import Client

from consult.blog import services
from consult.blog.models import Article, Author, Redirect, Revision
from consult.blog.services import Draft
from tests.people import NOW

LATER = NOW + timedelta(hours=2)


def jonas() -> Author:
    return Author.objects.get_or_create(slug="jonas", defaults={"name": "Jonas Lindqvist"})[0]


def draft(**changes: Any) -> Draft:
    said: dict[str, Any] = {
        "title": "Queues",
        "slug": "queues",
        "summary": "When work should wait.",
        "body": "A queue keeps work until somebody has time.\n",
        "author": jonas(),
    }
    return Draft(**(said | changes))


def saved(article: Article | None = None, *, by: User | None = None, **changes: Any) -> Revision:
    """One more revision on top of the newest, or the first of a new article."""
    based_on = article.revisions.latest("number").number if article else None
    return services.save(article=article, draft=draft(**changes), based_on=based_on, by=by, now=NOW)


def published(article: Article | None = None, *, at: datetime = NOW, **changes: Any) -> Article:
    revision = saved(article, **changes)
    services.publish(article=revision.article, revision=revision, now=at)
    return Article.objects.get(pk=revision.article_id)


def fresh(article: Article) -> Article:
    return Article.objects.select_related("live", "scheduled").get(pk=article.pk)


def redirects() -> dict[str, str]:
    """Every old slug, and the slug of the article that it leads to."""
    rows = Redirect.objects.values_list("slug", "article__slug")
    return dict(rows.order_by("slug"))


def url(article: Article, page: str) -> str:
    return f"/admin/blog/article/{article.pk}/{page}/"


def staff(name: str, *permissions: str) -> Client:
    """The browser of a member of staff who may do these things and no others."""
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client
