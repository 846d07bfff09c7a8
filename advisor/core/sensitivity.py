"""What would turn a verdict, and how much of it rests on the weights."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

from .model import Option
from .result import FlipAnswer, FlipWeight
from .table import Line, Standing, Table, excluded, lead, line


def answer_flips(table: Table, now: Standing) -> tuple[FlipAnswer, ...]:
    """The single options that, alone in place of an answer, make another win, or none."""
    if now.winner is None:
        return ()
    flips = []
    for old in table.lines:
        if not old.chosen:
            continue
        others_out = excluded(each for each in table.lines if each is not old)
        for option in old.criterion.options:
            if old.chosen == (option,):
                continue
            winner = _with_option(table, old, option, others_out).winner
            if winner != now.winner:
                key = None if winner is None else table.keys[winner]
                flips.append(FlipAnswer(old.criterion.key, option.key, key))
    return tuple(flips)


def _with_option(table: Table, old: Line, option: Option, out: frozenset[int]) -> Standing:
    """The standing with this option alone as the answer, `out` by the other answers."""
    new = line(table.keys, old.criterion, old.weight, (option,), table.scale)
    gaps = [
        [gap + old.weight * (y - x) for gap, x, y in zip(*rows, strict=True)]
        for rows in zip(table.gaps, old.gaps, new.gaps, strict=True)
    ]
    high = [
        total + old.weight * (y - x)
        for total, x, y in zip(table.high, old.high, new.high, strict=True)
    ]
    return lead(table, gaps, high, out | new.excluded)


def weight_flips(table: Table, now: Standing) -> tuple[FlipWeight, ...]:
    """For each criterion the nearest weight in 0 to 5 at which the winner and a rival are level."""
    if now.winner is None:
        return ()
    flips = []
    for each in table.lines:
        rows = [
            FlipWeight(each.criterion.key, each.weight, turns_at, table.keys[b])
            for b in now.ranked
            if b != now.winner
            and (turns_at := _turning_weight(table, each, now.winner, b)) is not None
        ]
        if rows:
            flips.append(min(rows, key=lambda row: abs(row.turns_at - row.weight)))
    return tuple(flips)


def _turning_weight(table: Table, of: Line, a: int, b: int) -> Fraction | None:
    """The weight of a line at which the midpoint of a's lead over b is zero, if there is one."""
    slope = of.gaps[a][b] - of.gaps[b][a]
    if slope == 0:
        return None
    rest = table.gaps[a][b] - table.gaps[b][a] - of.weight * slope
    turns_at = Fraction(-rest, slope)
    leaves_nothing = turns_at == 0 and not any(
        each.weight for each in table.lines if each is not of
    )
    return turns_at if 0 <= turns_at <= 5 and not leaves_nothing else None


def acceptability(table: Table, ranked: list[int]) -> dict[str, dict[str, Fraction]] | None:
    """For each ranked pair the share of all weightings of the answered criteria that a wins."""
    answered = [each for each in table.lines if each.chosen]
    if not answered or len(ranked) < 2:
        return None
    shares: dict[str, dict[str, Fraction]] = {table.keys[a]: {} for a in ranked}
    for position, a in enumerate(ranked):
        for b in ranked[position + 1 :]:
            leads = [each.gaps[a][b] for each in answered]
            won = share_won(leads)
            shares[table.keys[a]][table.keys[b]] = won
            shares[table.keys[b]][table.keys[a]] = 1 - won if any(leads) else Fraction(0)
    return shares


def share_won(leads: list[int]) -> Fraction:
    """The share of the weight simplex on which the weighted sum of `leads` is above zero.

    The volume of a simplex cut by a half-space, by the two-loop recurrence of Varsi (1973) and
    Ali (1973) over the positive leads u and the others v: B(h, 0) = 1, B(0, k) = 0, and
    B(h, k) = (u B(h, k-1) - v B(h-1, k)) / (u - v), because the cut crosses the edge from u to v
    at one point, which splits the simplex into two smaller ones. Each step multiplies by a common
    multiple of all u - v in place of dividing, so that everything stays an integer.
    """
    divisor = gcd(*leads) or 1
    positive = [lead // divisor for lead in leads if lead > 0]
    others = [lead // divisor for lead in leads if lead <= 0]
    unit = lcm(*{u - v for u in positive for v in others})
    row = [1] + [0] * len(others)
    for u in positive:
        row[0] *= unit
        for k, v in enumerate(others, start=1):
            row[k] = (u * row[k - 1] - v * row[k]) * (unit // (u - v))
    return Fraction(row[-1], unit ** (len(positive) + len(others)))
