"""How many answer sets an alternative wins, counted exactly.

A row holds one count a place, wide enough for all answer sets, so the counts from a place up add
to a remainder, as the digits of a decimal number do modulo 9.
"""

from __future__ import annotations

from collections import defaultdict
from math import prod
from operator import add
from typing import NamedTuple

from .answer_sets import AnswerSets, Front, Rows, spread


class Counts(NamedTuple):
    """By position: won by any margin, won beyond a close call; and nobody ranked."""

    wins: list[int]
    decided: list[int]
    none: int


def width(sets: AnswerSets) -> int:
    """Bits for one count, such that the greatest remainder is more than all of them."""
    return (sets.count + 1).bit_length()


def _count_from(row: int, place: int, bits: int) -> int:
    """How many answer sets stand at this place or above it."""
    return (row >> max(place, 0) * bits) % ((1 << bits) - 1)


def ahead(sets: AnswerSets, a: int, b: int) -> tuple[int, int]:
    """In how many answer sets a is ahead of b, or b ruled out and a not; and the other way round.

    Of two that are ranked, one is ahead or they are equal: so only those need be counted by
    difference in which neither is ruled out.
    """
    row, bits, both = 1, width(sets), 1 << a | 1 << b
    for line, most in zip(sets.lines, sets.most, strict=True):
        row = sum(
            row << (scores[a] - scores[b] + most) * bits for scores, out in line if not out & both
        )
    b_is_not_behind = _count_from(row, 0, bits) - _count_from(row, sets.full + 1, bits)
    a_is_not_behind = _count_from(row, sets.full, bits)
    return _ranked(sets, a) - b_is_not_behind, _ranked(sets, b) - a_is_not_behind


def _ranked(sets: AnswerSets, alternative: int) -> int:
    return prod(sum(not choice.out >> alternative & 1 for choice in line) for line in sets.lines)


def counted(sets: AnswerSets, most_bytes: int) -> Counts | None:
    """None where the counts would take more memory."""
    rows, bits = {0: 1}, width(sets)
    for moves in sets.moves():
        rows = spread(rows, [move._replace(shift=move.shift * bits) for move in moves], add)
        if sum(map(int.bit_length, rows.values())) > 8 * most_bytes:
            return None
    return _won(sets, _together(sets, rows))


def _together(sets: AnswerSets, rows: Rows) -> dict[Front, int]:
    """The rows of all states with the same front in one."""
    together: dict[Front, int] = defaultdict(int)
    for state, row in rows.items():
        together[sets.front(state)] += row
    return together


def _won(sets: AnswerSets, rows: dict[Front, int]) -> Counts:
    bits, last, none = width(sets), sets.alternatives[-1], 0
    wins, decided = [0 for _ in sets.alternatives], [0 for _ in sets.alternatives]
    for (leaders, level, no_close_call), row in rows.items():
        wins[last] += _count_from(row, level + 1, bits)
        decided[last] += _count_from(row, level + sets.clear_of, bits)
        everything = _count_from(row, 0, bits)
        if not leaders:
            none += everything - _count_from(row, level, bits)
        elif len(leaders) == 1:
            wins[leaders[0]] += everything - _count_from(row, level, bits)
        if len(leaders) == 1 and no_close_call:
            decided[leaders[0]] += everything - _count_from(row, level - sets.clear_of + 1, bits)
    return Counts(wins, decided, none)
