"""Where an article stands between what readers see and what has been saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery, TextChoices
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consult.blog.models import Article, Revision
from consult.blog.readiness import faults
from consult.blog.services import Conflict, Draft
from consult.zones import time_in_zone


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    LIVE = "live", _("Live")
    CHANGED = "changed", _("Live, with unpublished changes")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def with_newest(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Each article with the number of its newest revision, as `newest`."""
    revisions = Revision.objects.filter(article=OuterRef("pk")).order_by("-number")
    return articles.annotate(newest=Subquery(revisions.values("number")[:1]))


def in_state(articles: QuerySet[Article], state: str | None) -> QuerySet[Article]:
    """Those in *state*; one that is scheduled is so besides."""
    newer = Revision.objects.filter(article=OuterRef("pk"), number__gt=OuterRef("live__number"))
    live = articles.filter(live__isnull=False)
    away = articles.filter(live__isnull=True)
    found = {
        State.DRAFT: away.filter(published_at__isnull=True),
        State.SCHEDULED: articles.filter(scheduled__isnull=False),
        State.LIVE: live,
        State.CHANGED: live.filter(Exists(newer)),
        State.WITHDRAWN: away.filter(published_at__isnull=False),
    }
    return found[State(state)] if state in State.values else articles


def state(article: Article, newest: int) -> State:
    """Apart from what is scheduled."""
    if article.live:
        return State.CHANGED if newest > article.live.number else State.LIVE
    return State.WITHDRAWN if article.published_at else State.DRAFT


def scheduled_sentence(article: Article, now: datetime) -> str:
    """What will be published when, or should have been; empty where nothing is scheduled."""
    if article.scheduled is None or article.scheduled_for is None:
        return ""
    when = {"number": article.scheduled.number, "time": time_in_zone(article.scheduled_for)}
    if article.scheduled_for <= now:
        return gettext("Revision %(number)s was due on %(time)s and is not published") % when
    return gettext("Revision %(number)s is scheduled for %(time)s") % when


@dataclass(frozen=True)
class Standing:
    """What is said beside an article that is being edited."""

    state: State
    newest: Revision
    scheduled: str
    overdue: list[str]


def standing(article: Article, newest: Revision, now: datetime) -> Standing:
    scheduled, at = article.scheduled, article.scheduled_for
    return Standing(
        state(article, newest.number),
        newest,
        scheduled_sentence(article, now),
        faults(article, scheduled) if scheduled and at and at <= now else [],
    )


def number_in(text: str) -> int:
    """The revision that a form or an address names; -1, which none has, else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else -1


def base_of(request: HttpRequest) -> int:
    """The newest revision when the page was made, as its form sends it back."""
    return number_in(request.POST.get("based_on", ""))


def conflict_sentence(conflict: Conflict) -> str:
    newest = conflict.newest
    what = gettext("%(who)s saved revision %(number)s on %(time)s, after this page was opened.")
    return what % {
        "who": newest.saved_by or gettext("Somebody"),
        "number": newest.number,
        "time": time_in_zone(newest.saved_at),
    }


def said(draft: Draft) -> dict[str, str]:
    """What a draft says, by the names of its fields, to be compared with another."""
    return {
        gettext("Title"): draft.title,
        gettext("Slug"): draft.slug,
        gettext("Summary"): draft.summary,
        gettext("Author"): draft.author.name,
        gettext("Topics"): ", ".join(sorted(topic.name for topic in draft.topics)),
        gettext("Text"): draft.body,
    }
