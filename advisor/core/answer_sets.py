"""All answer sets of a matrix at once. An answer set is one option for every criterion.

Alternatives are their positions in the file; differences are whole steps, weight times anchor.

The answer sets that lead to the same *state* are kept together in one *row*. The state says which
alternatives are excluded (a bit each, lowest first), and by how much each but the last is ahead of
the first (a field each above those bits). By how much the last is ahead of the first is the place
in the row, an integer of so many bits a place: the number of answer sets, or one bit that says
whether there are any. So one more criterion is a few shifts and additions for each state (the
product of two polynomials, by Kronecker substitution), and two alternatives have at most four.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import NamedTuple

from .model import Criterion, Matrix

Rows = dict[int, int]


class Choice(NamedTuple):
    """An option: the weighted anchor of each alternative, and a bit for each that it excludes."""

    scores: tuple[int, ...]
    out: int


class Move(NamedTuple):
    """What an option adds to the differences of a state, to its bits, and to places in its row."""

    step: int
    out: int
    shift: int


class Front(NamedTuple):
    """Who leads in a state: at places under `level` the leaders, above it the last alternative.

    At `level` they are all equal. `decided` if the first of the leaders is ahead of the next, the
    last one aside, by no close call.
    """

    leaders: tuple[int, ...]
    level: int
    decided: bool


@dataclass(frozen=True, slots=True)
class AnswerSets:
    """`full` steps are 100 points; from `clear_of` steps on a lead is no close call.

    `most[c]` is the greatest difference in criterion c. All differences have it added, so that
    none is below 0.
    """

    count: int
    alternatives: range
    lines: list[list[Choice]]
    most: list[int]
    full: int
    clear_of: int

    @classmethod
    def of(cls, matrix: Matrix) -> AnswerSets:
        keys = [alternative.key for alternative in matrix.alternatives]
        lines = [_choices(criterion, keys) for criterion in matrix.criteria]
        most = [4 * criterion.weight for criterion in matrix.criteria]
        return cls(
            count=prod(map(len, lines)),
            alternatives=range(len(keys)),
            lines=lines,
            most=most,
            full=sum(most),
            clear_of=-(-matrix.close_call * sum(most) // 100),
        )

    def moves(self) -> list[list[Move]]:
        """The options of each criterion, for rows of one bit a place."""
        return [
            [self._move(choice, most) for choice in line]
            for line, most in zip(self.lines, self.most, strict=True)
        ]

    def _move(self, choice: Choice, most: int) -> Move:
        *others, last = (score - choice.scores[0] + most for score in choice.scores)
        field = (2 * self.full).bit_length()
        fields = sum(ahead << field * i for i, ahead in enumerate(others[1:]))
        return Move(fields << len(self.alternatives), choice.out, last)

    def front(self, state: int) -> Front:
        """Where the last is excluded `level` is above all places; where all others are, below."""
        field, last = (2 * self.full).bit_length(), self.alternatives[-1]
        fields, mask = state >> len(self.alternatives), (1 << field) - 1
        places = [self.full, *(fields >> field * a & mask for a in range(last - 1))]
        ranked = [(place, a) for a, place in enumerate(places) if not state >> a & 1]
        best = max(ranked)[0] if ranked else -self.full
        leaders = tuple(a for place, a in ranked if place == best)
        level = best if not state >> last & 1 else 3 * self.full + 1
        near = best - self.clear_of
        return Front(leaders, level, sum(place > near for place, _ in ranked) == 1)


def _choices(criterion: Criterion, keys: list[str]) -> list[Choice]:
    return [
        Choice(
            tuple(criterion.weight * option.cells[key].anchor for key in keys),
            sum((key in option.excludes) << a for a, key in enumerate(keys)),
        )
        for option in criterion.options
    ]


def spread(rows: Rows, moves: list[Move], join: Callable[[int, int], int]) -> Rows:
    """The rows with one more criterion; `join` is how answer sets at one place come together."""
    wider: Rows = {}
    for state, row in rows.items():
        for step, out, shift in moves:
            target = (state | out) + step
            moved = row << shift
            wider[target] = join(wider[target], moved) if target in wider else moved
    return wider
