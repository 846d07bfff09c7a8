"""What is told, with its names looked up; shared by the headline and the sentences under it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from .model import Answers, Criterion, Matrix, Option
from .result import Result

Gettext = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Telling:
    matrix: Matrix
    answers: Answers
    result: Result

    def name(self, key: str | None) -> str:
        return next((a.name for a in self.matrix.alternatives if a.key == key), "")

    def criterion(self, key: str | None) -> Criterion:
        return next(c for c in self.matrix.criteria if c.key == key)

    @property
    def names(self) -> dict[str, str]:
        verdict = self.result.verdict
        return {"winner": self.name(verdict.winner), "runner_up": self.name(verdict.runner_up)}

    @property
    def anything_answered(self) -> bool:
        return any(self.answers.chosen(criterion) for criterion in self.matrix.criteria)

    def ruling_out_winner(self) -> Option | None:
        """The open option that would exclude the winner."""
        if self.result.settles is None:
            return None
        options = self.criterion(self.result.settles).options
        return next((o for o in options if self.result.verdict.winner in o.excludes), None)

    def points(self, value: Fraction) -> str:
        """Points to one decimal; never rounded up to a threshold that the exact value misses."""
        tenths = floor(value * 10 + Fraction(1, 2))
        limits = (self.matrix.close_call, self.matrix.clear, self.matrix.floor)
        if any(value < limit <= Fraction(tenths, 10) for limit in limits):
            tenths -= 1
        return f"{tenths / 10:.1f}".removesuffix(".0")


def percent(share: Fraction) -> str:
    """A share between 0 and 1, rounded, but neither to nothing nor to all."""
    return str(min(99, max(1, floor(100 * share + Fraction(1, 2)))))
