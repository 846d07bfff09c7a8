"""Which criteria can decide: a change of that answer alone changes who is ahead, ties included."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from operator import or_

from .answer_sets import AnswerSets, Move, Rows, spread


def could_decide(sets: AnswerSets) -> list[bool]:
    """For each criterion, whether there is an answer set in which it does.

    Exact, and as much work as there are states: only for what `shares.counted` could count.
    """
    moves, front = sets.moves(), cache(sets.front)

    def turns(state: int, row: int, options: list[Move]) -> bool:
        fronts = [(front((state | out) + step), shift) for step, out, shift in options]
        levels = [each.level - shift for each, shift in fronts]
        low, high = max(min(levels), -1), max(max(levels), -1)
        # From the lowest level to the highest, one option has the last alternative in the lead and
        # another has not. Above them all do. Under them the leaders lead, who may be others.
        if low < high and row & _places(max(low, 0), high):
            return True
        return len({each.leaders for each, _ in fronts}) > 1 and bool(row & _places(0, low))

    return [
        any(turns(state, row, moves[c]) for state, row in others.items())
        for c, others in enumerate(_all_but_one({0: 1}, moves))
    ]


def _places(low: int, high: int) -> int:
    return (1 << high + 1) - (1 << low)


def _all_but_one(rows: Rows, moves: list[list[Move]]) -> Iterator[Rows]:
    """For each criterion the rows of all others, by halves, so that most of the work is shared."""
    if len(moves) == 1:
        yield rows
        return
    half = len(moves) // 2
    for own, others in ((moves[:half], moves[half:]), (moves[half:], moves[:half])):
        shared = rows
        for options in others:
            shared = spread(shared, options, or_)
        yield from _all_but_one(shared, own)


def always_alike(sets: AnswerSets) -> list[bool]:
    """For each criterion, whether all its options mean the same to everybody."""
    return [len(set(options)) == 1 for options in sets.moves()]
