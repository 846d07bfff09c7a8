"""The verdict of a matrix on answers, exactly as the format page has it."""

from __future__ import annotations

from fractions import Fraction

from .model import Answers, Matrix
from .result import Contribution, Flips, Kind, Lead, Result, Total, Verdict
from .sensitivity import acceptability, answer_flips, weight_flips
from .table import Standing, Table, standing


def score(matrix: Matrix, answers: Answers, version: int | None = None) -> Result:
    """Points are exact fractions of 100. Raises ValueError when all weights are 0."""
    now = standing(matrix, answers)
    table = now.table
    ruling_out = _could_exclude(now)
    deciding, against = _reasons(now)
    return Result(
        matrix=matrix.slug,
        version=version,
        verdict=_verdict(now, ruling_out),
        totals=_totals(now, answers),
        contributions=tuple(_contribution(table, answers, c) for c in range(len(table.rows))),
        deciding=deciding,
        against=against,
        acceptability=acceptability(now),
        flips=Flips(answer_flips(now), weight_flips(now)),
        settles=ruling_out or _widest(now),
    )


def verdict(matrix: Matrix, answers: Answers) -> Verdict:
    """The verdict alone. Raises ValueError when all weights are 0."""
    now = standing(matrix, answers)
    return _verdict(now, _could_exclude(now))


def leads(matrix: Matrix, answers: Answers, alternative: str) -> dict[str, Lead]:
    """By how much this alternative leads each of the others, ranked or not.

    Raises ValueError when all weights are 0.
    """
    now = standing(matrix, answers)
    keys = [each.key for each in matrix.alternatives]
    a = keys.index(alternative)
    return {key: _lead(now, a, b) for b, key in enumerate(keys) if b != a}


def _points(table: Table, units: int) -> Fraction:
    return Fraction(100 * units, table.full)


def _lead(now: Standing, a: int, b: int) -> Lead:
    return _points(now.table, now.lead(a, b)), _points(now.table, -now.lead(b, a))


def _verdict(now: Standing, ruling_out: str | None) -> Verdict:
    matrix = now.table.matrix
    if now.winner is None:
        return Verdict("neither", None, None, None, None, None)
    winner = matrix.alternatives[now.winner].key
    if now.runner_up is None:
        kind: Kind = "close_call" if ruling_out else "clear"
        return Verdict(kind, winner, None, None, None, None)
    low, high = _lead(now, now.winner, now.runner_up)
    kind = "close_call"
    if not ruling_out and low >= matrix.close_call:
        kind = "clear" if low >= matrix.clear else "lean"
    runner_up = matrix.alternatives[now.runner_up].key
    return Verdict(kind, winner, runner_up, (low + high) / 2, low, high)


def _totals(now: Standing, answers: Answers) -> dict[str, Total]:
    alternatives = now.table.matrix.alternatives
    return {
        alternative.key: Total(
            low=_points(now.table, low),
            high=_points(now.table, high),
            excluded=_first_reason(now.table, answers, alternative.key),
        )
        for alternative, low, high in zip(alternatives, now.low, now.high, strict=True)
    }


def _first_reason(table: Table, answers: Answers, key: str) -> str | None:
    for c in table.excluded:
        for option in answers.chosen(table.matrix.criteria[c]):
            if key in option.excludes:
                return option.excludes[key]
    return None


def _contribution(table: Table, answers: Answers, c: int) -> Contribution:
    criterion, anchors = table.matrix.criteria[c], table.matrix.anchors[c]
    weight, scores = table.weights[c], table.scores[c]
    low = [_points(table, weight * units) for units in scores or map(min, anchors.columns)]
    high = low if scores else [_points(table, weight * max(of)) for of in anchors.columns]
    keys = [alternative.key for alternative in table.matrix.alternatives]
    return Contribution(
        criterion=criterion.key,
        weight=weight,
        options=tuple(option.key for option in answers.chosen(criterion)),
        points=dict(zip(keys, zip(low, high, strict=True), strict=True)),
    )


def _reasons(now: Standing) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The answered criteria that speak for the winner, and those against, the strongest first."""
    if now.winner is None or now.runner_up is None:
        return (), ()
    table = now.table
    leads = [
        (table.weights[c] * table.lead_in(c, now.winner, now.runner_up), anchors.key)
        for c, anchors in enumerate(table.matrix.anchors)
        if table.scores[c]
    ]
    leads.sort(key=lambda by_key: -abs(by_key[0]))
    return tuple(key for by, key in leads if by > 0), tuple(key for by, key in leads if by < 0)


def _could_exclude(now: Standing) -> str | None:
    """The first open criterion of which an option would exclude the winner."""
    for anchors, row in zip(now.table.matrix.anchors, now.table.rows, strict=True):
        if row is None and any(now.winner in out for out in anchors.excluded.values()):
            return anchors.key
    return None


def _widest(now: Standing) -> str | None:
    """The open criterion that moves the winner's lead over the runner-up most."""
    if now.winner is None or now.runner_up is None:
        return None
    table = now.table
    widest, key = 0, None
    for c, anchors in enumerate(table.matrix.anchors):
        low = table.lead_in(c, now.winner, now.runner_up)
        high = -table.lead_in(c, now.runner_up, now.winner)
        if table.weights[c] * (high - low) > widest:
            widest, key = table.weights[c] * (high - low), anchors.key
    return key
