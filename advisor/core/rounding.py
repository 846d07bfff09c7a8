"""Rounding for people, so that what is shown still adds up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor


def shown_parts(parts: Sequence[Fraction], digits: int = 0) -> tuple[Decimal, ...]:
    """The parts with so many decimals; their sum is the exact total, rounded half up.

    Largest remainder: every part is cut, and the units that the total still lacks go to the parts
    that lost most (the first of equals).
    """
    scaled = [part * 10**digits for part in parts]
    units = [floor(part) for part in scaled]
    lacking = floor(sum(scaled, Fraction(1, 2))) - sum(units)
    by_loss = sorted(range(len(units)), key=lambda i: units[i] - scaled[i])
    for i in by_loss[:lacking]:
        units[i] += 1
    return tuple(Decimal(unit).scaleb(-digits) for unit in units)
