"""Who is ruled out, and what holds back the best where none fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from ..model import Criterion
from .sentence import Sentence, on_cell, quoting
from .telling import Telling

MOST_SHORTFALLS = 3


def excluded(telling: Telling) -> Iterator[Sentence]:
    """Each alternative that an answer excludes, with the first reason in the order of the file."""
    message = telling.gettext(
        "%(alternative)s is ruled out by the answer “%(option)s” on %(criterion)s."
    )
    for key, total in telling.result.totals.items():
        if total.excluded is None:
            continue
        criterion, option = next(
            (criterion, option)
            for criterion in telling.answered
            for option in telling.chosen(criterion)
            if key in option.excludes
        )
        text = message % {
            "alternative": telling.name(key),
            "option": option.label,
            "criterion": criterion.name,
        }
        line = on_cell("excluded", text, criterion.key, option, key)
        yield replace(line, rationale=total.excluded)


def shortfalls(telling: Telling) -> Iterator[Sentence]:
    """Where none fits: the answers that cost the best one most, each with its weakest cell."""
    if telling.result.verdict.winner is not None or not telling.ranked:
        return
    gettext, best = telling.gettext, telling.best
    one = gettext("%(criterion)s costs %(alternative)s %(points)s of the 100 points: “%(option)s”.")
    several = gettext(
        "%(criterion)s costs %(alternative)s %(points)s of the 100 points, most of all "
        "“%(option)s”."
    )
    lost = [(_lost(telling, criterion, best), criterion) for criterion in telling.answered]
    lost.sort(key=lambda by: -by[0])
    for points, criterion in lost[:MOST_SHORTFALLS]:
        if points:
            chosen = telling.chosen(criterion)
            option = min(chosen, key=lambda option: option.cells[best].anchor)
            text = (several if len(chosen) > 1 else one) % {
                "criterion": criterion.name,
                "alternative": telling.name(best),
                "points": telling.points(points),
                "option": option.label,
            }
            yield quoting("shortfall", text, criterion.key, option, best)


def _lost(telling: Telling, criterion: Criterion, key: str) -> Fraction:
    contribution = telling.contribution(criterion)
    weights = sum(each.weight for each in telling.result.contributions)
    return Fraction(100 * contribution.weight, weights) - contribution.points[key][0]
