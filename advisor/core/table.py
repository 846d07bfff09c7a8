"""The answered matrix, and who leads it.

Criteria and alternatives are positions in the file; rows and units are those of `anchors`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import add, mul

from .anchors import UNITS, Anchors, Row, from_row
from .model import Answers, Matrix


@dataclass(frozen=True)
class Open:
    """What the open criteria add, weighted: the bounds of each total, and of each difference.

    `gaps[a][b]` is the lowest difference of a over b; the highest is `-gaps[b][a]`.
    """

    low: list[int]
    high: list[int]
    gaps: list[list[int]]


@dataclass(frozen=True)
class Table:
    """`rows[c]` holds the scores in criterion c, not yet weighted; it is None where c is open.

    `settled` is the weighted sum of the others; `full` units are 100 points. `excluded[c]` are
    those whom a chosen option excludes, for the criteria that can exclude.
    """

    matrix: Matrix
    weights: list[int]
    rows: list[Row | None]
    settled: Row
    open: Open | None
    full: int
    excluded: dict[int, frozenset[int]]

    @cached_property
    def scores(self) -> list[tuple[int, ...] | None]:
        """The rows, number by number."""
        count = len(self.matrix.alternatives)
        return [None if row is None else from_row(row, count) for row in self.rows]

    def lead_in(self, c: int, a: int, b: int) -> int:
        """The lowest lead of a over b in one criterion, not weighted; see `Standing.lead`."""
        scores = self.scores[c]
        return scores[a] - scores[b] if scores else self.matrix.anchors[c].gaps[a][b]


@dataclass(frozen=True)
class Standing:
    """Who is ranked and who leads; where none fits, `winner` is None.

    Totals are in units, of which `table.full` are 100 points: `settled` without the open
    criteria, `low` and `high` the bounds that these allow.
    """

    table: Table
    settled: Sequence[int]
    ranked: list[int]
    winner: int | None
    runner_up: int | None

    @property
    def low(self) -> Sequence[int]:
        more = self.table.open
        return list(map(add, self.settled, more.low)) if more else self.settled

    @property
    def high(self) -> Sequence[int]:
        more = self.table.open
        return list(map(add, self.settled, more.high)) if more else self.settled

    def lead(self, a: int, b: int) -> int:
        """The lowest lead of a over b; the highest is `-lead(b, a)`."""
        more = self.table.open
        return self.settled[a] - self.settled[b] + (more.gaps[a][b] if more else 0)


def standing(matrix: Matrix, answers: Answers) -> Standing:
    """Totals and winner, without the reasons. Raises ValueError when all weights are 0."""
    table = tabulate(matrix, answers)
    return rank(table, table.settled, union(table.excluded.values()))


def tabulate(matrix: Matrix, answers: Answers) -> Table:
    chosen, changed = answers.answers, answers.weights
    weights = [changed.get(each.key, each.weight) for each in matrix.anchors]
    rows = [each.mean(chosen.get(each.key, ())) for each in matrix.anchors]
    full = 4 * UNITS * sum(weights)
    if not full:
        raise ValueError("the weights are all 0")
    return Table(
        matrix=matrix,
        weights=weights,
        rows=rows,
        settled=sum(map(mul, weights, [row or 0 for row in rows])),
        open=_open(matrix.anchors, weights, rows) if None in rows else None,
        full=full,
        excluded={
            c: each.excluded_by(chosen.get(each.key, ()))
            for c, each in enumerate(matrix.anchors)
            if each.excluded
        },
    )


def _open(anchors: Sequence[Anchors], weights: list[int], rows: list[Row | None]) -> Open:
    left = [each for each, row in zip(anchors, rows, strict=True) if row is None]
    weights = [weight for weight, row in zip(weights, rows, strict=True) if row is None]

    def weighted(numbers: Iterable[Iterable[int]]) -> list[int]:
        return [sum(map(mul, weights, column)) for column in zip(*numbers, strict=True)]

    return Open(
        low=weighted(map(min, each.columns) for each in left),
        high=weighted(map(max, each.columns) for each in left),
        gaps=[weighted(of_one) for of_one in zip(*(each.gaps for each in left), strict=True)],
    )


def union(groups: Iterable[frozenset[int]]) -> frozenset[int]:
    return frozenset[int]().union(*groups)


def rank(table: Table, settled: Row, out: frozenset[int]) -> Standing:
    """The standing with `settled` in place of the table's own, and those `out` not ranked."""
    totals = from_row(settled, len(table.matrix.alternatives))
    ranked = [a for a in range(len(totals)) if a not in out]
    high = list(map(add, totals, table.open.high)) if table.open else totals
    # With nobody ranked the greatest total is -1: under any floor, 0 too.
    if 100 * max(map(high.__getitem__, ranked), default=-1) < table.matrix.floor * table.full:
        return Standing(table, totals, ranked, None, None)
    if len(ranked) == 1:
        return Standing(table, totals, ranked, ranked[0], None)
    winner, runner_up = _first_two(totals, table.open, ranked)
    return Standing(table, totals, ranked, winner, runner_up)


def _first_two(totals: Sequence[int], more: Open | None, ranked: list[int]) -> tuple[int, int]:
    """The winner has the greatest worst-case lead over any rival; ties go to the file's order."""
    if more is None:  # every lead is a difference of totals
        winner = max(ranked, key=totals.__getitem__)
        return winner, max((b for b in ranked if b != winner), key=totals.__getitem__)
    gaps = more.gaps
    winner = max(
        ranked, key=lambda a: totals[a] + min(gaps[a][b] - totals[b] for b in ranked if b != a)
    )
    return winner, min(
        (b for b in ranked if b != winner), key=lambda b: gaps[winner][b] - totals[b]
    )
