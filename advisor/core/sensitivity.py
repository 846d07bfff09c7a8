"""What would turn a verdict, and how much of it rests on the weights."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import gcd, lcm
from operator import sub

from .result import FlipAnswer, FlipWeight
from .table import Standing, rank, union


def answer_flips(now: Standing) -> tuple[FlipAnswer, ...]:
    """The single options that, alone in place of an answer, make another win, or none."""
    if now.winner is None:
        return ()
    table, flips = now.table, []
    for c, (anchors, old) in enumerate(zip(table.matrix.anchors, table.rows, strict=True)):
        if old is None:
            continue
        others_out = union(out for other, out in table.excluded.items() if other != c)
        for option, row in anchors.rows.items():
            settled = table.settled + table.weights[c] * (row - old)
            out = others_out | anchors.excluded_by((option,))
            winner = rank(table, settled, out).winner
            if winner != now.winner:
                named = None if winner is None else table.matrix.alternatives[winner].key
                flips.append(FlipAnswer(anchors.key, option, named))
    return tuple(flips)


def weight_flips(now: Standing) -> tuple[FlipWeight, ...]:
    """For each criterion the nearest weight in 0 to 5 at which the winner and a rival are level."""
    if now.winner is None:
        return ()
    table, flips = now.table, []
    for c, (anchors, weight) in enumerate(zip(table.matrix.anchors, table.weights, strict=True)):
        rows = [
            FlipWeight(anchors.key, weight, turns_at, table.matrix.alternatives[b].key)
            for b in now.ranked
            if b != now.winner and (turns_at := _turning_weight(now, c, now.winner, b)) is not None
        ]
        if rows:
            flips.append(min(rows, key=lambda row: abs(row.turns_at - row.weight)))
    return tuple(flips)


def _turning_weight(now: Standing, c: int, a: int, b: int) -> Fraction | None:
    """The weight of a criterion at which the midpoint of a's lead over b is zero, if there is one.

    Twice the midpoint is a straight line in that weight, and `rest` where it is 0.
    """
    table, weight = now.table, now.table.weights[c]
    slope = table.lead_in(c, a, b) - table.lead_in(c, b, a)
    rest = now.lead(a, b) - now.lead(b, a) - weight * slope
    if slope < 0:
        slope, rest = -slope, -rest
    if slope == 0 or not 0 <= -rest <= 5 * slope:
        return None
    leaves_nothing = rest == 0 and weight == sum(table.weights)
    return None if leaves_nothing else Fraction(-rest, slope)


def acceptability(now: Standing) -> dict[str, dict[str, Fraction]] | None:
    """For each ranked pair the share of all weightings of the answered criteria that a wins."""
    answered = [scores for scores in now.table.scores if scores]
    if not answered or len(now.ranked) < 2:
        return None
    columns = list(zip(*answered, strict=True))
    keys = [alternative.key for alternative in now.table.matrix.alternatives]
    shares: dict[str, dict[str, Fraction]] = {keys[a]: {} for a in now.ranked}
    for a, b in combinations(now.ranked, 2):
        leads = list(map(sub, columns[a], columns[b]))
        won = share_won(leads)
        shares[keys[a]][keys[b]] = won
        shares[keys[b]][keys[a]] = 1 - won if any(leads) else Fraction(0)
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
