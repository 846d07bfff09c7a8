"""What to read after an article: others on its subject, and its neighbours in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse

from consult.blog.models import Article
from consult.blog.outline import minutes
from consult.blog.reading import Whole

RELATED = 3


@dataclass(frozen=True)
class Entry:
    """An article that another one leads to."""

    title: str
    slug: str
    summary: str
    words: int

    def get_absolute_url(self) -> str:
        return reverse("blog:article", args=[self.slug])

    @property
    def minutes(self) -> int:
        return minutes(self.words)


@dataclass(frozen=True)
class ReadNext:
    related: list[Entry]
    previous: Entry | None
    next: Entry | None


KINSHIP = (
    "-shared",  # the more topics in common, the better;
    "-same_matrix",  # of those, what runs the same matrix,
    "-published_at",  # and the newest,
    "-pk",  # in an order that never changes.
)


def read_next(read: Whole) -> ReadNext:
    """What to read after an article, and its neighbours in time: one query."""
    article, date = read.article, read.article.published_at
    others = _ranked(read)
    earlier = Q(published_at__lt=date) | Q(published_at=date, pk__lt=article.pk)
    later = Q(published_at__gt=date) | Q(published_at=date, pk__gt=article.pk)
    rows = (
        _as("related", others).order_by(*KINSHIP)[:RELATED]
        .union(
            _as("previous", others.filter(earlier)).order_by("-published_at", "-pk")[:1],
            _as("next", others.filter(later)).order_by("published_at", "pk")[:1],
            all=True,
        )
        .order_by("place", *KINSHIP)
    )  # fmt: skip
    found: dict[str, list[Entry]] = {"related": [], "previous": [], "next": []}
    for row in rows:
        entry = Entry(row["title"], row["slug"], row["summary"], row["words"])
        found[row["place"]].append(entry)
    return ReadNext(found["related"], *(next(iter(found[at]), None) for at in ("previous", "next")))


def _ranked(read: Whole) -> QuerySet[Any]:
    shared = Q(topics__in=[topic.pk for topic in read.topics])
    matrix = read.article.matrix_id
    return (
        Article.objects.published()
        .exclude(pk=read.article.pk)
        .annotate(
            shared=Count("topics", filter=shared),
            same_matrix=Case(
                *([When(matrix=matrix, then=1)] if matrix else []),
                default=0,
                output_field=IntegerField(),
            ),
        )
    )


def _as(place: str, articles: QuerySet[Any]) -> QuerySet[Any]:
    names = ("pk", "title", "slug", "summary", "words", "published_at", "shared", "same_matrix")
    placed: QuerySet[Any] = articles.annotate(place=Value(place)).values("place", *names)
    return placed
