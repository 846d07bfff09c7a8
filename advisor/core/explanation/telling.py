"""What is told, with its names looked up; shared by the headline and the sentences under it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor

from ..model import Answers, Criterion, Matrix, Option
from ..result import Contribution, Lead, Result, Verdict
from ..scoring import leads, verdict
from .phrases import Gettext, number, stretch


@dataclass(frozen=True)
class Telling:
    matrix: Matrix
    answers: Answers
    result: Result
    gettext: Gettext = str

    def name(self, key: str | None) -> str:
        return next((a.name for a in self.matrix.alternatives if a.key == key), "")

    def criterion(self, key: str | None) -> Criterion:
        return next(c for c in self.matrix.criteria if c.key == key)

    def chosen(self, criterion: Criterion) -> tuple[Option, ...]:
        return self.answers.chosen(criterion)

    @property
    def names(self) -> dict[str, str]:
        verdict = self.result.verdict
        return {"winner": self.name(verdict.winner), "runner_up": self.name(verdict.runner_up)}

    @property
    def pair(self) -> tuple[str, str] | None:
        """Winner and runner-up, where there are both."""
        verdict = self.result.verdict
        if verdict.winner is None or verdict.runner_up is None:
            return None
        return verdict.winner, verdict.runner_up

    @property
    def ranked(self) -> list[str]:
        return [key for key, total in self.result.totals.items() if total.excluded is None]

    @property
    def best(self) -> str:
        """Of the ranked the one that could reach most, the first of the file on a tie."""
        return max(self.ranked, key=lambda key: self.result.totals[key].high)

    @property
    def answered(self) -> list[Criterion]:
        return [c for c in self.matrix.criteria if self.chosen(c)]

    @property
    def open(self) -> list[Criterion]:
        return [c for c in self.matrix.criteria if not self.chosen(c)]

    @cached_property
    def leads(self) -> dict[str, Lead]:
        """The winner's over each of the others; none without a winner."""
        winner = self.result.verdict.winner
        return leads(self.matrix, self.answers, winner) if winner else {}

    def lead_in(self, criterion: Criterion, a: str, b: str) -> Fraction:
        """What a leads b by on one answered criterion."""
        points = self.contribution(criterion).points
        return points[a][0] - points[b][0]

    def contribution(self, criterion: Criterion) -> Contribution:
        return next(c for c in self.result.contributions if c.criterion == criterion.key)

    def verdict_with(self, criterion: Criterion, option: Option) -> Verdict:
        """What it would be if this option alone were the answer."""
        return verdict(self.matrix, self.answers.instead(criterion, option))

    def ruling_out(self, key: str) -> tuple[Criterion, Option] | None:
        """The first open question and its first answer that would exclude this alternative."""
        answers = ((c, option) for c in self.open for option in c.options)
        return next(((c, option) for c, option in answers if key in option.excludes), None)

    def points(self, value: Fraction) -> str:
        """Points to one decimal; never rounded up to a threshold that the exact value misses."""
        tenths = floor(value * 10 + Fraction(1, 2))
        limits = (self.matrix.close_call, self.matrix.clear, self.matrix.floor)
        if any(value < limit <= Fraction(tenths, 10) for limit in limits):
            tenths -= 1
        if value > 0:
            tenths = max(tenths, 1)
        return number(Fraction(tenths, 10), 1, self.gettext)

    def between(self, low: Fraction, high: Fraction) -> str:
        return stretch(self.points(low), self.points(high), self.gettext)
