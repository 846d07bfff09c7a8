"""How far visitors came in a time: step by step for each matrix, by article, and by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from advisor.models import DecisionMatrix
from consult.blog.models import Article, Redirect
from consult.intake.funnel.reach import STARTED, SUBMITTED, way
from consult.intake.models import FunnelCount
from consult.intake.record import PAGES
from consult.intake.steps import CHECK, VERDICT, question_key

NAMES: dict[str, StrPromise] = {
    STARTED: _("Started"),
    **PAGES,
    CHECK: _("Check answers"),
    SUBMITTED: _("Submitted"),
}
# What the intakes of all matrices come to, from the first to the last.
MILESTONES = tuple(NAMES)
MOST_DAYS = 62


@dataclass(frozen=True)
class Count:
    """How many came to a step, of those who started, and of those who came to the step before."""

    number: int
    started: int
    before: int

    @property
    def of_started(self) -> float | None:
        """Percent; None where there were none to have a share of."""
        return 100 * self.number / self.started if self.started else None

    @property
    def of_before(self) -> float | None:
        return 100 * self.number / self.before if self.before else None

    @property
    def before_of_started(self) -> float:
        return 100 * self.before / self.started if self.started else 0

    @property
    def lost(self) -> int:
        return self.before - self.number


@dataclass(frozen=True)
class Reached:
    name: str
    count: Count
    loses_most: bool


@dataclass(frozen=True)
class Funnel:
    """All steps of one matrix, in its order."""

    matrix: str
    title: str
    steps: tuple[Reached, ...]


@dataclass(frozen=True)
class Line:
    """The milestones of one article or day."""

    name: str
    counts: tuple[Count, ...]


def funnels(days: QuerySet[FunnelCount]) -> list[Funnel]:
    """One for each matrix that *days* know, that with the most visitors first."""
    found = _sums(days, "matrix")
    matrices = {one.slug: one for one in DecisionMatrix.objects.filter(slug__in=found)}
    made = [_funnel(slug, matrices.get(slug), sums) for slug, sums in found.items()]
    return sorted(made, key=lambda funnel: (-funnel.steps[0].count.number, funnel.title))


def _funnel(slug: str, matrix: DecisionMatrix | None, sums: Mapping[str, int]) -> Funnel:
    names = _names(matrix, sums)
    counts = _counts([sums.get(step, 0) for step in names])
    most = max(counts, key=lambda count: count.lost)
    steps = (
        Reached(name, count, loses_most=count is most and count.lost > 0)
        for name, count in zip(names.values(), counts, strict=True)
    )
    return Funnel(slug, matrix.title if matrix else slug, tuple(steps))


def _names(matrix: DecisionMatrix | None, counted: Mapping[str, int]) -> dict[str, str]:
    """The name of each step in the newest version's order.

    What only earlier versions asked stands behind its questions.
    """
    versions = list(matrix.versions.order_by("-number")) if matrix else []
    order = way(versions[0].content) if versions else MILESTONES
    criteria = {
        question_key(c.key): c.name for version in versions[::-1] for c in version.content.criteria
    }
    verdict = order.index(VERDICT)
    earlier = sorted(set(counted) - set(order))
    keys = (*order[:verdict], *earlier, *order[verdict:])
    return {key: str(NAMES.get(key) or criteria.get(key, key)) for key in keys}


def by_article(days: QuerySet[FunnelCount]) -> tuple[list[Line], Line]:
    """A line for each article, that with the most visitors first, and one for all of them."""
    earlier = dict(Redirect.objects.values_list("slug", "article__slug"))
    sums: dict[str, dict[str, int]] = {}
    for slug, steps in _sums(days, "article", MILESTONES).items():
        now = sums.setdefault(earlier.get(slug, slug), {})
        for step, number in steps.items():
            now[step] = now.get(step, 0) + number
    titles = dict(Article.objects.filter(slug__in=sums).values_list("slug", "title"))
    lines = [
        Line(titles.get(slug, slug) or str(_("No article")), _milestones(steps))
        for slug, steps in sums.items()
    ]
    total = {step: sum(steps.get(step, 0) for steps in sums.values()) for step in MILESTONES}
    ordered = sorted(lines, key=lambda line: (-line.counts[0].number, line.name))
    return ordered, Line("", _milestones(total))


def by_day(days: QuerySet[FunnelCount]) -> list[tuple[Any, tuple[Count, ...]]]:
    """The newest days, that of today first."""
    newest = days.order_by("-day").values("day").distinct()[:MOST_DAYS]
    found = _sums(days.filter(day__in=newest), "day", MILESTONES)
    return [(day, _milestones(found[day])) for day in sorted(found, reverse=True)]


def _milestones(sums: Mapping[str, int]) -> tuple[Count, ...]:
    return _counts([sums.get(step, 0) for step in MILESTONES])


def _sums(
    days: QuerySet[FunnelCount], field: str, steps: Sequence[str] = ()
) -> dict[Any, dict[str, int]]:
    """How many came to each step, or of *steps* to each, by the values of *field*."""
    chosen = days.filter(step__in=steps) if steps else days
    rows = chosen.order_by().values_list(field, "step").annotate(sum=Sum("reached"))
    found: dict[Any, dict[str, int]] = {}
    for value, step, number in rows:
        found.setdefault(value, {})[step] = number
    return found


def _counts(numbers: Sequence[int]) -> tuple[Count, ...]:
    """Whoever came to a later step came past this one, also where it was not asked yet."""
    past = [max(numbers[at:]) for at in range(len(numbers))]
    return tuple(
        Count(number, started=past[0], before=past[at - 1] if at else number)
        for at, number in enumerate(past)
    )
