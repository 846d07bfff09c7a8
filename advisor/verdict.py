"""A scored case for the eye: whole points that add up, and the sentences behind them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy

from advisor.address import Address
from advisor.changes import OtherAnswers, OtherWeight, other_answers, other_weights
from advisor.core.explain import Sentence, explain
from advisor.core.model import Answers, Criterion, Matrix, Source
from advisor.core.result import Result
from advisor.core.scoring import score
from advisor.figures import Figures, Shown, figures
from advisor.grid import AlternativeView, alternatives

KIND_LABELS = {
    "clear": gettext_lazy("Clear"),
    "lean": gettext_lazy("Leaning"),
    "close_call": gettext_lazy("Close call"),
    "neither": gettext_lazy("None of them fits"),
}
MOST_BARS = 6


@dataclass(frozen=True)
class Bar:
    """A total as a stretch from 0 to 100 points."""

    alternative: AlternativeView
    low: float
    high: float
    shown: str
    excluded: str | None


@dataclass(frozen=True)
class Said:
    """A sentence with the addresses of the cell and of the row that it rests on, where it does."""

    role: str
    text: str
    rationale: str | None
    source: Source | None
    alternative: AlternativeView | None
    cell_url: str
    row_url: str


@dataclass(frozen=True)
class VerdictView:
    """`foremost` are as many of the bars as one glance takes in, and `more` counts the others.

    `deciding` speak for the winner, `against` for its runner-up; `reweighted` counts weights other
    than the author's; `text` is the explanation as plain text.
    """

    kind: str
    kind_label: str
    winner: AlternativeView | None
    runner_up: AlternativeView | None
    headline: str
    sentences: list[Said]
    text: str
    bars: list[Bar]
    foremost: list[Bar]
    more: int
    figures: Figures
    deciding: list[Criterion]
    against: list[Criterion]
    other_answers: list[OtherAnswers]
    other_weights: list[OtherWeight]
    answered: int
    total: int
    reweighted: int


def verdict_view(matrix: Matrix, answers: Answers, at: Address | None = None) -> VerdictView:
    """The verdict on these answers, put into words and shown numbers.

    Its links lead to the page at *at*; without one there are none.
    """
    result = score(matrix, answers)
    across = {one.key: one for one in alternatives(matrix)}
    criteria = {criterion.key: criterion for criterion in matrix.criteria}
    drawn = figures(matrix, answers, result, at)
    told = explain(matrix, answers, result, gettext)
    bars = [_bar(total, result) for total in drawn.totals]
    few = len(bars) <= MOST_BARS
    foremost = bars if few else [bar for bar in bars if bar.alternative in drawn.drawn]
    return VerdictView(
        kind=result.verdict.kind,
        kind_label=str(KIND_LABELS[result.verdict.kind]),
        winner=across.get(result.verdict.winner or ""),
        runner_up=across.get(result.verdict.runner_up or ""),
        headline=told[0].text,
        sentences=[_said(sentence, across, at) for sentence in told[1:]],
        text="\n".join(sentence.said(gettext) for sentence in told),
        bars=bars,
        foremost=foremost,
        more=len(bars) - len(foremost),
        figures=drawn,
        deciding=[criteria[key] for key in result.deciding],
        against=[criteria[key] for key in result.against],
        other_answers=other_answers(result, at) if at else [],
        other_weights=other_weights(result, at) if at else [],
        answered=sum(1 for criterion in matrix.criteria if answers.chosen(criterion)),
        total=len(matrix.criteria),
        reweighted=sum(1 for c in matrix.criteria if answers.weight(c) != c.weight),
    )


def _bar(shown: Shown, result: Result) -> Bar:
    total = result.totals[shown.alternative.key]
    low, high = float(total.low), float(total.high)
    return Bar(shown.alternative, low, high, shown.shown, total.excluded)


def _said(sentence: Sentence, across: dict[str, AlternativeView], at: Address | None) -> Said:
    criterion, option, alternative = sentence.criterion, sentence.option, sentence.alternative
    cell_url = row_url = ""
    if at and criterion:
        row_url = at.row(criterion)
        if option and alternative:
            cell_url = at.cell(criterion, option, alternative)
    return Said(
        role=sentence.role,
        text=sentence.text,
        rationale=sentence.rationale,
        source=sentence.source,
        alternative=across.get(alternative or ""),
        cell_url=cell_url,
        row_url=row_url,
    )
