"""What each criterion adds to each total: lengths to draw, and whole points to print."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from advisor.core.result import Contribution, Result
from advisor.core.rounding import shown_parts

# More than four bars for each criterion are no picture any more: the table has them all.
MOST_DRAWN = 4

# Whole points, from the least to the most that the open answers allow.
Points = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """An alternative's points in one criterion, in percent of the width that there is to draw on:
    so far it has them, and so far it reaches if the open answers allow."""

    alternative: str
    has: float
    reaches: float


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion: where each of the four steps of its anchors ends, and a part for each one drawn.

    The heaviest criterion takes the whole width, and the others their share of it.
    """

    criterion: str
    weight: int
    steps: tuple[float, float, float, float]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    drawn: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One alternative's whole points by criterion, and the total that they add up to."""

    parts: tuple[Points, ...]
    total: Points


def picture(result: Result) -> Picture:
    """Those who are nearest to winning, in all criteria that weigh anything."""
    drawn = _nearest(result)
    heaviest = max(contribution.weight for contribution in result.contributions)
    whole = Fraction(100 * heaviest, sum(each.weight for each in result.contributions))
    lines = [
        _line(contribution, drawn, Fraction(contribution.weight, heaviest), whole)
        for contribution in result.contributions
        if contribution.weight
    ]
    return Picture(drawn, tuple(lines))


def columns(result: Result) -> dict[str, Column]:
    """What a table shows. Widths are rounded on their own, so that only what is open is a range."""
    found = {}
    for key in result.totals:
        ends = [contribution.points[key] for contribution in result.contributions]
        lows = [int(part) for part in shown_parts([low for low, _ in ends])]
        widths = [int(part) for part in shown_parts([high - low for low, high in ends])]
        parts = tuple((low, low + width) for low, width in zip(lows, widths, strict=True))
        found[key] = Column(parts, (sum(lows), sum(lows) + sum(widths)))
    return found


def _line(
    contribution: Contribution, drawn: tuple[str, ...], share: Fraction, whole: Fraction
) -> Line:
    """*share* is this criterion's of the width, and *whole* are the points of the whole width."""
    first, second, third, last = (float(25 * step * share) for step in range(1, 5))
    points = contribution.points
    return Line(
        criterion=contribution.criterion,
        weight=contribution.weight,
        steps=(first, second, third, last),
        parts=tuple(
            Part(
                alternative=key,
                has=float(100 * points[key][0] / whole),
                reaches=float(100 * points[key][1] / whole),
            )
            for key in drawn
        ),
    )


def _nearest(result: Result) -> tuple[str, ...]:
    """The winner, its runner-up, then whoever could reach most; in the order of the file."""
    first = (result.verdict.winner, result.verdict.runner_up)
    ranking = sorted(
        result.totals.items(),
        key=lambda item: (
            item[0] not in first,
            item[1].excluded is not None,
            -item[1].high,
        ),
    )
    kept = {key for key, _ in ranking[:MOST_DRAWN]}
    return tuple(key for key in result.totals if key in kept)
