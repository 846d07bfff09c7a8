"""What a page shows of an article, in as few queries as it can be had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from advisor.models import MatrixVersion
from consult.blog.markdown import Shown
from consult.blog.models import Article, ArticleQuerySet, PictureFile, Topic
from consult.blog.pictures import gallery

# What a list of articles shows nothing of, and is most of the row.
LONG = ("body", "html", "text", "headings", "search", "card__content")

_topics = Topic.objects.filter(articles=OuterRef("pk")).order_by("name")
_versions = MatrixVersion.objects.filter(matrix=OuterRef("matrix")).order_by("-number")
_portraits = PictureFile.objects.filter(picture=OuterRef("author__picture")).order_by(
    "format", "width"
)


@dataclass(frozen=True)
class Whole:
    """An article with everything that its page shows of it. `portrait` is its author's."""

    article: Article
    topics: list[Topic]
    version: MatrixVersion | None
    portrait: Shown | None

    @property
    def published_at(self) -> datetime:
        assert self.article.published_at  # as a constraint of the database has it
        return self.article.published_at

    @property
    def updated_at(self) -> datetime:
        assert self.article.updated_at
        return self.article.updated_at


def whole(articles: QuerySet[Article]) -> list[Whole]:
    """The articles with their authors, topics, and matrices as they are now: one query."""
    rows: QuerySet[Any] = (
        articles.select_related("author__picture", "matrix", "card")
        .defer("text", "search", "card__content")
        .annotate(
            topic_rows=ArraySubquery(
                _topics.values(row=JSONObject(pk="pk", name="name", slug="slug"))
            ),
            version_rows=ArraySubquery(
                _versions.values(
                    row=JSONObject(
                        pk="pk", number="number", document="document", published_at="published_at"
                    )
                )[:1]
            ),
            portrait_rows=ArraySubquery(
                _portraits.values(row=JSONObject(format="format", width="width", digest="digest"))
            ),
        )
    )
    return [
        Whole(
            article=row,
            topics=[Topic(**topic) for topic in row.topic_rows],
            version=_version(row),
            portrait=_portrait(row),
        )
        for row in rows
    ]


def at(slug: str) -> Whole | None:
    """What is published under that slug."""
    return next(iter(whole(Article.objects.published().filter(slug=slug))), None)


def of(article: Article) -> Whole:
    """The same of an article that is not as the database has it: of a preview."""
    picture = article.author.picture
    return Whole(
        article=article,
        topics=list(article.topics.all()),
        version=article.matrix.current() if article.matrix else None,
        portrait=gallery.shown([picture.slug])[picture.slug] if picture else None,
    )


def _portrait(row: Any) -> Shown | None:
    if row.author.picture is None:
        return None
    files = ((file["format"], file["width"], file["digest"]) for file in row.portrait_rows)
    return Shown(row.author.picture.width, row.author.picture.height, gallery.sources(files))


def _version(row: Any) -> MatrixVersion | None:
    for values in row.version_rows:
        at = datetime.fromisoformat(values.pop("published_at"))
        return MatrixVersion(matrix=row.matrix, published_at=at, **values)
    return None


def listed() -> ArticleQuerySet:
    """What is published, as lists show it."""
    return Article.objects.published().select_related("author", "matrix", "card").defer(*LONG)
