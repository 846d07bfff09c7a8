"""The anchors of a matrix, prepared once for every score; alternatives are positions in the file.

A row is one number for each alternative, all in one integer with 32 bits for each, so that Python
adds rows and multiplies them by a weight in one step. That is exact as long as the numbers that
come out are from 0 to 2**32 - 1; the largest total, 50 criteria of weight 5, is 60,000 units.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from struct import unpack

# One unit is 1/60 of an anchor step: the mean of 1 to 6 chosen options is then a whole number.
UNITS = 60

Row = int


def to_row(numbers: Iterable[int]) -> Row:
    return sum(number << 32 * a for a, number in enumerate(numbers))


def from_row(row: Row, count: int) -> tuple[int, ...]:
    """The numbers of the row for so many alternatives."""
    return unpack(f"<{count}I", row.to_bytes(4 * count, "little"))


@dataclass(frozen=True)
class Anchors:
    """One criterion as scoring needs it: what each option gives `count` alternatives.

    `excluded` holds whom an option excludes, for those options that exclude somebody.
    """

    key: str
    weight: int
    count: int
    rows: dict[str, Row]
    excluded: dict[str, frozenset[int]]

    def mean(self, chosen: tuple[str, ...]) -> Row | None:
        """The scores under these options, None where none is chosen ("not sure")."""
        if len(chosen) == 1:
            return self.rows.get(chosen[0])
        rows = [row for key, row in self.rows.items() if key in chosen]
        return sum(rows) // len(rows) if rows else None

    def excluded_by(self, chosen: tuple[str, ...]) -> frozenset[int]:
        return frozenset[int]().union(*(self.excluded.get(key, ()) for key in chosen))

    @cached_property
    def columns(self) -> list[tuple[int, ...]]:
        """The scores of each alternative, option by option."""
        rows = [from_row(row, self.count) for row in self.rows.values()]
        return list(zip(*rows, strict=True))

    @cached_property
    def gaps(self) -> list[list[int]]:
        """`gaps[a][b]` is the lowest difference of a over b that any one option gives."""
        return [
            [min(x - y for x, y in zip(mine, theirs, strict=True)) for theirs in self.columns]
            for mine in self.columns
        ]
