"""The verdict of a matrix on answers, exactly as the format page has it."""

from __future__ import annotations

from fractions import Fraction

from .model import Answers, Matrix
from .result import Contribution, Flips, Kind, Result, Total, Verdict
from .sensitivity import acceptability, answer_flips, weight_flips
from .table import Line, Standing, Table, excluded, lead, tabulate


def score(matrix: Matrix, answers: Answers, version: int | None = None) -> Result:
    """Points are exact fractions of 100. Raises ValueError when all weights are 0."""
    table = tabulate(matrix, answers)
    now = lead(table, table.gaps, table.high, excluded(table.lines))
    ruling_out = _could_exclude(table, now)
    deciding, against = _reasons(table, now)
    return Result(
        matrix=matrix.slug,
        version=version,
        verdict=_verdict(table, now, ruling_out),
        totals=_totals(table),
        contributions=tuple(_contribution(table, line) for line in table.lines),
        deciding=deciding,
        against=against,
        acceptability=acceptability(table, now.ranked),
        flips=Flips(answer_flips(table, now), weight_flips(table, now)),
        settles=ruling_out or _widest(table, now),
    )


def _points(table: Table, units: int) -> Fraction:
    return Fraction(100 * units, table.full)


def _verdict(table: Table, now: Standing, ruling_out: str | None) -> Verdict:
    if now.winner is None:
        return Verdict("neither", None, None, None, None, None)
    winner = table.keys[now.winner]
    if now.runner_up is None:
        kind: Kind = "close_call" if ruling_out else "clear"
        return Verdict(kind, winner, None, None, None, None)
    low = _points(table, table.gaps[now.winner][now.runner_up])
    high = _points(table, -table.gaps[now.runner_up][now.winner])
    kind = "close_call"
    if not ruling_out and low >= table.matrix.close_call:
        kind = "clear" if low >= table.matrix.clear else "lean"
    return Verdict(kind, winner, table.keys[now.runner_up], (low + high) / 2, low, high)


def _totals(table: Table) -> dict[str, Total]:
    return {
        key: Total(
            low=_points(table, table.low[a]),
            high=_points(table, table.high[a]),
            excluded=_first_reason(table, key),
        )
        for a, key in enumerate(table.keys)
    }


def _first_reason(table: Table, key: str) -> str | None:
    reasons = (o.excludes[key] for line in table.lines for o in line.chosen if key in o.excludes)
    return next(reasons, None)


def _contribution(table: Table, line: Line) -> Contribution:
    return Contribution(
        criterion=line.criterion.key,
        weight=line.weight,
        options=tuple(option.key for option in line.chosen),
        points={
            key: (
                _points(table, line.weight * line.low[a]),
                _points(table, line.weight * line.high[a]),
            )
            for a, key in enumerate(table.keys)
        },
    )


def _reasons(table: Table, now: Standing) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The answered criteria that speak for the winner, and those against, the strongest first."""
    if now.winner is None or now.runner_up is None:
        return (), ()
    leads = [
        (line.weight * line.gaps[now.winner][now.runner_up], line.criterion.key)
        for line in table.lines
        if line.chosen
    ]
    leads.sort(key=lambda by_key: -abs(by_key[0]))
    return tuple(key for by, key in leads if by > 0), tuple(key for by, key in leads if by < 0)


def _could_exclude(table: Table, now: Standing) -> str | None:
    """The first open criterion of which an option would exclude the winner."""
    if now.winner is None:
        return None
    winner = table.keys[now.winner]
    for line in table.lines:
        if not line.chosen and any(winner in o.excludes for o in line.criterion.options):
            return line.criterion.key
    return None


def _widest(table: Table, now: Standing) -> str | None:
    """The open criterion that moves the winner's lead over the runner-up most."""
    if now.winner is None or now.runner_up is None:
        return None
    widest, key = 0, None
    for line in table.lines:
        low = line.gaps[now.winner][now.runner_up]
        high = -line.gaps[now.runner_up][now.winner]
        if line.weight * (high - low) > widest:
            widest, key = line.weight * (high - low), line.criterion.key
    return key
