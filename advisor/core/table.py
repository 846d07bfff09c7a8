"""The answered matrix in scaled integers, and who leads it.

One unit is 1/scale of an anchor step, `scale` being the least common multiple of how many options
are chosen anywhere, so that every mean is an integer. Alternatives are positions in the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import lcm

from .model import Answers, Criterion, Matrix, Option

Gaps = list[list[int]]


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion so answered, its scores not yet weighted.

    `low[a]` and `high[a]` bound the score of a, `gaps[a][b]` is the lowest difference of a over b
    (the highest is `-gaps[b][a]`), `excluded` holds those whom a chosen option excludes.
    """

    criterion: Criterion
    weight: int
    chosen: tuple[Option, ...]
    low: list[int]
    high: list[int]
    gaps: Gaps
    excluded: frozenset[int]


@dataclass(frozen=True, slots=True)
class Table:
    """`full` units are 100 points; `low`, `high`, and `gaps` are weighted sums over the lines."""

    matrix: Matrix
    keys: list[str]
    scale: int
    full: int
    lines: list[Line]
    low: list[int]
    high: list[int]
    gaps: Gaps


@dataclass(frozen=True, slots=True)
class Standing:
    """Who is ranked and who leads; where none fits, `winner` is None."""

    ranked: list[int]
    winner: int | None
    runner_up: int | None


def tabulate(matrix: Matrix, answers: Answers) -> Table:
    """Raises ValueError when all weights are 0."""
    keys = [alternative.key for alternative in matrix.alternatives]
    chosen = [answers.chosen(criterion) for criterion in matrix.criteria]
    scale = lcm(*(len(options) or 1 for options in chosen))
    lines = [
        line(keys, criterion, answers.weight(criterion), options, scale)
        for criterion, options in zip(matrix.criteria, chosen, strict=True)
    ]
    full = 4 * scale * sum(each.weight for each in lines)
    if not full:
        raise ValueError("the weights are all 0")
    every = range(len(keys))
    return Table(
        matrix=matrix,
        keys=keys,
        scale=scale,
        full=full,
        lines=lines,
        low=[sum(each.weight * each.low[a] for each in lines) for a in every],
        high=[sum(each.weight * each.high[a] for each in lines) for a in every],
        gaps=[[sum(each.weight * each.gaps[a][b] for each in lines) for b in every] for a in every],
    )


def line(
    keys: list[str], criterion: Criterion, weight: int, chosen: tuple[Option, ...], scale: int
) -> Line:
    """The line of a criterion so answered; with nothing chosen, every single option is possible."""
    rows = [[option.cells[key].anchor for key in keys] for option in chosen or criterion.options]
    if chosen:
        share = scale // len(chosen)
        rows = [[share * sum(column) for column in zip(*rows, strict=True)]]
    else:
        rows = [[scale * anchor for anchor in row] for row in rows]
    columns = list(zip(*rows, strict=True))
    return Line(
        criterion=criterion,
        weight=weight,
        chosen=chosen,
        low=[min(column) for column in columns],
        high=[max(column) for column in columns],
        gaps=[
            [min(x - y for x, y in zip(mine, theirs, strict=True)) for theirs in columns]
            for mine in columns
        ],
        excluded=frozenset(
            a for a, key in enumerate(keys) if any(key in option.excludes for option in chosen)
        ),
    )


def excluded(lines: Iterable[Line]) -> frozenset[int]:
    return frozenset[int]().union(*(each.excluded for each in lines))


def lead(table: Table, gaps: Gaps, high: list[int], out: frozenset[int]) -> Standing:
    """The winner has the greatest worst-case lead over any rival; ties go to the file's order."""
    ranked = [a for a in range(len(high)) if a not in out]
    if 100 * max((high[a] for a in ranked), default=-1) < table.matrix.floor * table.full:
        return Standing(ranked, None, None)
    if len(ranked) == 1:
        return Standing(ranked, ranked[0], None)
    winner = max(ranked, key=lambda a: min(gaps[a][b] for b in ranked if b != a))
    runner_up = min((b for b in ranked if b != winner), key=gaps[winner].__getitem__)
    return Standing(ranked, winner, runner_up)
