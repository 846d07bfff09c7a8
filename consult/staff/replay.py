"""What a new version of a matrix says to the cases that were advised by an older one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import floor
from typing import Any, Literal

from django.db.models import Prefetch
from django.utils.translation import gettext

from advisor.core.explanation.phrases import stretch
from advisor.core.result import Verdict
from advisor.core.scoring import verdict
from advisor.grid import alternatives
from advisor.models import MatrixVersion
from advisor.verdict import KIND_LABELS
from consult.intake.models import Step
from consult.intake.questions import BRIEF, PLANS, Saved
from consult.intake.steps import CONTACT
from consult.leads.models import Case
from consult.leads.verdicts import VERDICTS, Given, advise, carried, given

# Compared at once: with more, somebody would have to wait for the page.
MOST_CASES = 500

Change = Literal["verdict", "margin", "nothing"]


@dataclass(frozen=True)
class Comparison:
    """The last verdict that a case was given, and what a newer version changes about it."""

    case: Case
    then: Given
    change: Change


def change(before: Mapping[str, Any], now: Verdict) -> Change:
    """What is new about *now*, after a result (JSON): another winner or kind is another verdict."""
    then = before["verdict"]
    if (then["kind"], then["winner"]) != (now.kind, now.winner):
        return "verdict"
    margins = (now.runner_up, _number(now.margin_low), _number(now.margin_high))
    same = margins == (then["runner_up"], then["margin_low"], then["margin_high"])
    return "nothing" if same else "margin"


def _number(points: Fraction | None) -> float | None:
    return None if points is None else float(points)


def compare(case: Case, version: MatrixVersion, saved: Saved) -> Comparison:
    """*case*, which has an intake on the same matrix, by *version*. *saved* is what it holds."""
    assert case.intake is not None
    then = given(case)[0]
    answers, _dropped = carried(case.intake, version, saved)
    # The verdict alone: a whole report takes far longer.
    return Comparison(case, then, change(then.result, verdict(version.content, answers)))


def comparisons(
    version: MatrixVersion,
    *,
    only: Collection[int] | None = None,
    before: int | None = None,
) -> list[Comparison]:
    """The newest open cases that wait for the advice of *version*, at most MOST_CASES.

    Of the ids *only*, and of those that are older than the case *before*, if given. It takes as
    many queries for one case as for all.
    """
    # What a client wrote, and who it is, has no part in this.
    answers = Step.objects.exclude(key__in=[BRIEF, PLANS, CONTACT])
    cases = Case.objects.open_on(version).not_advised_on(version).select_related("lead")
    if only is not None:
        cases = cases.filter(pk__in=only)
    if before is not None:
        cases = cases.filter(pk__lt=before)
    rows = cases.order_by("-pk").prefetch_related(*VERDICTS, Prefetch("intake__steps", answers))
    return [compare(case, version, saved_of(case)) for case in rows[:MOST_CASES]]


def saved_of(case: Case) -> Saved:
    """What the intake of a case holds, of steps that are at hand already."""
    assert case.intake is not None
    return {step.key: step.data for step in case.intake.steps.all()}


@dataclass(frozen=True)
class Bar:
    """A total as a stretch from 0 to 100 points."""

    name: str
    number: int
    low: float
    width: float
    shown: str
    excluded: str | None


@dataclass(frozen=True)
class Side:
    """One verdict, for the eye."""

    version: MatrixVersion
    at: datetime
    kind: str
    headline: str
    bars: list[Bar]


@dataclass(frozen=True)
class Row:
    """A case with both verdicts side by side."""

    case: Case
    then: Side
    now: Side
    dropped: list[str]


def row(one: Comparison, version: MatrixVersion, now: datetime) -> Row:
    advice = advise(case=one.case, version=version, saved=saved_of(one.case), now=now)
    return Row(
        case=one.case,
        then=_side(one.then.version, one.then.result, one.then.at),
        now=_side(version, advice.result, now),
        dropped=advice.dropped,
    )


def _side(version: MatrixVersion, result: Mapping[str, Any], at: datetime) -> Side:
    return Side(
        version=version,
        at=at,
        kind=str(KIND_LABELS[result["verdict"]["kind"]]),
        headline=result["explanation"][0],
        bars=[
            _bar(one.name, one.number, result["totals"][one.key])
            for one in alternatives(version.content)
        ],
    )


def _bar(name: str, number: int, total: Mapping[str, Any]) -> Bar:
    low, width = total["low"], total["high"] - total["low"]
    # The width is rounded on its own, as on the matrix's page.
    least, most = _whole(low), _whole(low) + _whole(width)
    shown = stretch(str(least), str(most), gettext)
    return Bar(name, number, low, width, shown, total["excluded"])


def _whole(points: float) -> int:
    return floor(points + 0.5)
