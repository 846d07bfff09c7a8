"""A scored case for the eye: whole points that add up, and the sentences behind them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy

from advisor.core.explain import Sentence, explain
from advisor.core.model import Answers, Matrix
from advisor.core.result import Result
from advisor.core.rounding import shown_parts
from advisor.core.scoring import score
from advisor.grid import AlternativeView, alternatives

KIND_LABELS = {
    "clear": gettext_lazy("Clear"),
    "lean": gettext_lazy("Leaning"),
    "close_call": gettext_lazy("Close call"),
    "neither": gettext_lazy("None of them fits"),
}


@dataclass(frozen=True)
class Bar:
    """A total as a stretch from 0 to 100 points."""

    alternative: AlternativeView
    low: float
    high: float
    width: float
    shown: str
    excluded: str | None


@dataclass(frozen=True)
class ContributionRow:
    criterion: str
    points: list[str]


@dataclass(frozen=True)
class VerdictView:
    kind: str
    kind_label: str
    winner: AlternativeView | None
    headline: str
    sentences: list[Sentence]
    bars: list[Bar]
    contributions: list[ContributionRow]
    totals: list[str]
    answered: int
    total: int


def verdict_view(matrix: Matrix, answers: Answers) -> VerdictView:
    """The verdict on these answers, put into words and shown numbers."""
    result = score(matrix, answers)
    across = alternatives(matrix)
    points, totals = _shown(matrix, result)
    headline, *sentences = explain(matrix, answers, result, gettext)
    return VerdictView(
        kind=result.verdict.kind,
        kind_label=str(KIND_LABELS[result.verdict.kind]),
        winner=next((one for one in across if one.key == result.verdict.winner), None),
        headline=headline.text,
        sentences=sentences,
        bars=[_bar(one, result, shown) for one, shown in zip(across, totals, strict=True)],
        contributions=[
            ContributionRow(criterion.name, shown)
            for criterion, shown in zip(matrix.criteria, points, strict=True)
        ],
        totals=totals,
        answered=sum(1 for criterion in matrix.criteria if answers.chosen(criterion)),
        total=len(matrix.criteria),
    )


def _bar(alternative: AlternativeView, result: Result, shown: str) -> Bar:
    total = result.totals[alternative.key]
    low, high = float(total.low), float(total.high)
    return Bar(alternative, low, high, high - low, shown, total.excluded)


def _range(low: int, high: int) -> str:
    """Two ends as people read them: `71` or `71 to 79`."""
    if low == high:
        return str(low)
    return gettext("%(low)s to %(high)s") % {"low": low, "high": high}


def _shown(matrix: Matrix, result: Result) -> tuple[list[list[str]], list[str]]:
    """Whole points by criterion and alternative, and totals that they really add up to."""
    by_alternative, totals = [], []
    for a in matrix.alternatives:
        ends = [contribution.points[a.key] for contribution in result.contributions]
        # The widths are rounded on their own, so that only what is open shows a range.
        lows = [int(part) for part in shown_parts([low for low, _ in ends])]
        widths = [int(part) for part in shown_parts([high - low for low, high in ends])]
        by_alternative.append([_range(low, low + w) for low, w in zip(lows, widths, strict=True)])
        totals.append(_range(sum(lows), sum(lows) + sum(widths)))
    return [list(row) for row in zip(*by_alternative, strict=True)], totals
