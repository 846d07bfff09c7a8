"""Who gets a new lead: the first rule that its case meets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One rule. Ids of rows; `matrix` None and `temperature` "" stand for any, or none at all."""

    position: int
    matrix: int | None
    temperature: str
    owner: int

    def meets(self, matrix: int | None, temperature: str) -> bool:
        return self.matrix in (None, matrix) and self.temperature in ("", temperature)


def choose(lines: Iterable[Line], *, matrix: int | None, temperature: str) -> Line | None:
    """The line that decides for a case on *matrix*, by position; None where none applies.

    A case without an intake has neither matrix nor temperature: only lines for any of both apply.
    """
    return next((line for line in in_order(lines) if line.meets(matrix, temperature)), None)


def covering(lines: Iterable[Line], later: Line) -> Line | None:
    """The line before *later* that takes every case *later* could get: it would never decide."""
    earlier = (line for line in in_order(lines) if line.position < later.position)
    return next((line for line in earlier if line.meets(later.matrix, later.temperature)), None)


def in_order(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: line.position)
