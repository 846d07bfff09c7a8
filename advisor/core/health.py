"""What a matrix can and cannot say, for its author. All shares are exact, of all answer sets.

An answer set is one option for every criterion (of a multiple choice, one alone), weights as in
the matrix. Shares ignore `floor`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from .answer_sets import AnswerSets
from .deciding import always_alike, could_decide
from .model import Cell, Matrix
from .result import written
from .shares import Counts, ahead, counted

Shares = dict[str, Fraction]

# Health is shown live beside the editor: a table of this size takes about 0.3 s. It is that of
# 12 criteria with 5 options for 4 alternatives; for 2 alternatives none is over 0.2 MB.
MOST_BYTES = 6_000_000


@dataclass(frozen=True, slots=True)
class CellKey:
    criterion: str
    option: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Options with the same anchors and exclusions throughout: no answer can tell them apart."""

    criterion: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Health:
    """Shares by alternative's key.

    - `wins`: it is ahead of all others that are ranked, or alone ranked, by whatever margin.
    - `decided`: the same, and by no close call. These, `close_calls` (ties are among them), and
      `none` (all are ruled out) sum to 1.
    - `pairwise[a][b]`: a is ahead of b, or b is ruled out and a is not.
    - `never_win`: those that win no answer set.
    - `never_decide`: criteria of which no change of the answer alone changes who is ahead, a tie
      or nobody included, whatever the other answers are.
    - `stale`: cells with a source older than a year.

    Where a matrix has too many states `exact` is false: the first four are None, and the two lists
    hold what is certain without them, `never_win` those that are never ahead of some other one,
    `never_decide` the criteria whose options all make the same difference to everybody.
    """

    answer_sets: int
    exact: bool
    wins: Shares | None
    decided: Shares | None
    close_calls: Fraction | None
    none: Fraction | None
    pairwise: dict[str, Shares]
    never_win: tuple[str, ...]
    never_decide: tuple[str, ...]
    indistinguishable: tuple[Alike, ...]
    without_rationale: tuple[CellKey, ...]
    stale: tuple[CellKey, ...]

    def document(self) -> dict[str, Any]:
        """JSON-safe values; every share is the double nearest to the exact one."""
        document: dict[str, Any] = written(self)
        return document


def health(matrix: Matrix, today: date, most_bytes: int = MOST_BYTES) -> Health:
    """Exact where the table of all answer sets takes no more than `most_bytes`."""
    sets = AnswerSets.of(matrix)
    counts = counted(sets, most_bytes)
    pairwise = _pairwise(matrix, sets)
    idle = always_alike(sets) if counts is None else [not can for can in could_decide(sets)]
    cells = list(_cells(matrix))
    return Health(
        answer_sets=sets.count,
        exact=counts is not None,
        wins=counts and _by_key(matrix, sets, counts.wins),
        decided=counts and _by_key(matrix, sets, counts.decided),
        close_calls=counts and Fraction(sets.count - sum(counts.decided) - counts.none, sets.count),
        none=counts and Fraction(counts.none, sets.count),
        pairwise=pairwise,
        never_win=_never_win(pairwise, counts),
        never_decide=tuple(c.key for c, never in zip(matrix.criteria, idle, strict=True) if never),
        indistinguishable=tuple(_indistinguishable(matrix)),
        without_rationale=tuple(key for key, cell in cells if not cell.rationale.strip()),
        stale=tuple(key for key, cell in cells if _older_than_a_year(cell, today)),
    )


def _by_key(matrix: Matrix, sets: AnswerSets, counts: list[int]) -> Shares:
    return {
        alternative.key: Fraction(count, sets.count)
        for alternative, count in zip(matrix.alternatives, counts, strict=True)
    }


def _pairwise(matrix: Matrix, sets: AnswerSets) -> dict[str, Shares]:
    keys = [alternative.key for alternative in matrix.alternatives]
    shares: dict[str, Shares] = {key: {} for key in keys}
    for a, key in enumerate(keys):
        for b, other in enumerate(keys[:a]):
            for_key, for_other = ahead(sets, a, b)
            shares[key][other] = Fraction(for_key, sets.count)
            shares[other][key] = Fraction(for_other, sets.count)
    return shares


def _never_win(pairwise: dict[str, Shares], counts: Counts | None) -> tuple[str, ...]:
    if counts is None:
        return tuple(key for key, shares in pairwise.items() if 0 in shares.values())
    return tuple(key for key, won in zip(pairwise, counts.wins, strict=True) if not won)


def _indistinguishable(matrix: Matrix) -> Iterator[Alike]:
    for criterion in matrix.criteria:
        alike = defaultdict(list)
        for option in criterion.options:
            anchors = tuple(option.cells[a.key].anchor for a in matrix.alternatives)
            alike[anchors, frozenset(option.excludes)].append(option.key)
        yield from (Alike(criterion.key, tuple(keys)) for keys in alike.values() if len(keys) > 1)


def _cells(matrix: Matrix) -> Iterator[tuple[CellKey, Cell]]:
    for criterion in matrix.criteria:
        for option in criterion.options:
            for a in matrix.alternatives:
                yield CellKey(criterion.key, option.key, a.key), option.cells[a.key]


def _older_than_a_year(cell: Cell, today: date) -> bool:
    if cell.source is None:
        return False
    day = cell.source.as_of
    return (day.year + 1, day.month, day.day) < (today.year, today.month, today.day)
