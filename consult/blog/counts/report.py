"""What each article led to over a time, from the first reader to the client that was won."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from consult.blog.counts.counters import COUNTED
from consult.blog.models import ArticleDay


@dataclass(frozen=True)
class Count:
    number: int
    views: int

    @property
    def share(self) -> float | None:
        """Of the views, in percent; None where there were none to have a share of."""
        return 100 * self.number / self.views if self.views else None


@dataclass(frozen=True)
class Line:
    article: int | None
    title: str
    counts: tuple[Count, ...]


def report(days: QuerySet[ArticleDay]) -> tuple[list[Line], Line]:
    """A line for each article that *days* know, the most read first, and one for all of them."""
    sums: dict[str, Sum] = {name: Sum(name) for name in COUNTED}
    rows = days.order_by().values("article", "article__title").annotate(**sums)
    found = list(rows.order_by("-views", "article__title"))
    lines = [
        Line(row["article"], row["article__title"], _counts([row[name] for name in COUNTED]))
        for row in found
    ]
    total = [sum(row[name] for row in found) for name in COUNTED]
    return lines, Line(None, "", _counts(total))


def _counts(numbers: list[int]) -> tuple[Count, ...]:
    return tuple(Count(number, views=numbers[0]) for number in numbers)
