"""The format page word by word, slow and obviously right: fractions and every possible case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import comb
from typing import Any

from advisor.core.model import Answers, Criterion, Matrix, Option

Weights = dict[str, Fraction]


@dataclass
class Case:
    matrix: Matrix
    chosen: dict[str, tuple[Option, ...]]
    weights: Weights

    @classmethod
    def of(cls, matrix: Matrix, answers: Answers) -> Case:
        chosen = {c.key: answers.chosen(c) for c in matrix.criteria}
        weights = {c.key: Fraction(answers.weight(c)) for c in matrix.criteria}
        return cls(matrix, chosen, weights)

    @property
    def keys(self) -> list[str]:
        return [alternative.key for alternative in self.matrix.alternatives]

    @cached_property
    def completions(self) -> list[dict[str, tuple[Option, ...]]]:
        """Every way in which the open answers could turn out."""
        possible = [
            [self.chosen[c.key]] if self.chosen[c.key] else [(option,) for option in c.options]
            for c in self.matrix.criteria
        ]
        names = [c.key for c in self.matrix.criteria]
        return [dict(zip(names, one, strict=True)) for one in product(*possible)]

    def points(self, a: str, criterion: Criterion, options: tuple[Option, ...]) -> Fraction:
        mean = Fraction(sum(option.cells[a].anchor for option in options), len(options))
        return 100 * self.weights[criterion.key] * mean / (4 * sum(self.weights.values()))

    def total(self, a: str, completion: dict[str, tuple[Option, ...]]) -> Fraction:
        return sum(
            (self.points(a, c, completion[c.key]) for c in self.matrix.criteria), Fraction(0)
        )

    def differences(self, a: str, b: str) -> list[Fraction]:
        return [self.total(a, each) - self.total(b, each) for each in self.completions]

    def midpoint(self, a: str, b: str) -> Fraction:
        differences = self.differences(a, b)
        return (min(differences) + max(differences)) / 2

    @cached_property
    def ranked(self) -> list[str]:
        out = {key for options in self.chosen.values() for o in options for key in o.excludes}
        return [key for key in self.keys if key not in out]

    @cached_property
    def leaders(self) -> list[str]:
        """All who share the greatest worst-case lead; empty where none fits."""
        ranked = self.ranked
        highs = [self.total(a, each) for a in ranked for each in self.completions]
        if not ranked or max(highs) < self.matrix.floor:
            return []
        if len(ranked) == 1:
            return ranked
        worst = {a: min(min(self.differences(a, b)) for b in ranked if b != a) for a in ranked}
        return [a for a in ranked if worst[a] == max(worst.values())]

    @cached_property
    def winner(self) -> str | None:
        return next(iter(self.leaders), None)

    @cached_property
    def lows(self) -> dict[str, Fraction]:
        """The worst case of the winner against each rival."""
        rivals = [b for b in self.ranked if self.winner not in (None, b)]
        return {b: min(self.differences(str(self.winner), b)) for b in rivals}

    @property
    def runner_up(self) -> str | None:
        return min(self.lows, key=self.lows.__getitem__, default=None)

    @cached_property
    def ruling_out(self) -> str | None:
        """The first open criterion of which an option would exclude the winner."""
        for c in self.matrix.criteria:
            if not self.chosen[c.key] and any(self.winner in o.excludes for o in c.options):
                return c.key
        return None

    @property
    def kind(self) -> str:
        if self.winner is None:
            return "neither"
        if self.ruling_out:
            return "close_call"
        if self.runner_up is None:
            return "clear"
        worst = self.lows[self.runner_up]
        if worst >= self.matrix.clear:
            return "clear"
        return "lean" if worst >= self.matrix.close_call else "close_call"

    def leads(self, c: Criterion) -> list[Fraction]:
        """Points of the winner over the runner-up in this criterion, in every possible case."""
        possible = [self.chosen[c.key]] if self.chosen[c.key] else [(o,) for o in c.options]
        pair = str(self.winner), str(self.runner_up)
        points = [[self.points(a, c, options) for a in pair] for options in possible]
        return [winners - runners for winners, runners in points]

    @property
    def reasons(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if self.runner_up is None:
            return (), ()
        by = {c.key: self.leads(c)[0] for c in self.matrix.criteria if self.chosen[c.key]}
        strongest_first = sorted(by, key=lambda key: -abs(by[key]))
        return (
            tuple(key for key in strongest_first if by[key] > 0),
            tuple(key for key in strongest_first if by[key] < 0),
        )

    @property
    def settles(self) -> str | None:
        if self.ruling_out or self.runner_up is None:
            return self.ruling_out
        widths = {c.key: max(self.leads(c)) - min(self.leads(c)) for c in self.matrix.criteria}
        widest = max(widths, key=lambda key: widths[key])
        return widest if widths[widest] else None

    def others(self) -> Iterator[tuple[str, str, Case]]:
        """Every single option that is not already exactly the answer, alone in its place."""
        for c in self.matrix.criteria:
            for option in c.options:
                if self.chosen[c.key] and self.chosen[c.key] != (option,):
                    chosen = self.chosen | {c.key: (option,)}
                    yield c.key, option.key, Case(self.matrix, chosen, self.weights)

    def answer_flips(self) -> list[dict[str, Any]]:
        return [
            {"criterion": c, "option": option, "winner": other.winner}
            for c, option, other in self.others()
            if self.winner not in (None, other.winner)
        ]

    @property
    def decided_by_order(self) -> bool:
        """Whether there is a tie for winner or runner-up, or for winner after one other answer."""
        lows = list(self.lows.values())
        cases = [self, *(other for _, _, other in self.others())]
        return lows.count(min(lows, default=Fraction(0))) > 1 or any(
            len(c.leaders) > 1 for c in cases
        )

    def weight_flips(self) -> list[dict[str, Any]]:
        rows = []
        for c in self.matrix.criteria:
            found = [
                (abs(at - self.weights[c.key]), self.keys.index(b), at, b)
                for b in self.ranked
                if self.winner not in (None, b)
                for at in self.roots(c, b)
            ]
            if found:
                _, _, at, b = min(found)
                weight = int(self.weights[c.key])
                row = {"criterion": c.key, "weight": weight, "turns_at": float(at), "against": b}
                rows.append(row)
        return rows

    def roots(self, c: Criterion, b: str) -> list[Fraction]:
        """Where the line through the unscaled midpoints at weights 1 and 2 crosses zero."""
        winner = self.winner
        assert winner is not None

        def unscaled(weight: int) -> Fraction:
            weights = self.weights | {c.key: Fraction(weight)}
            case = Case(self.matrix, self.chosen, weights)
            return case.midpoint(winner, b) * sum(weights.values())

        slope = unscaled(2) - unscaled(1)
        if slope == 0:
            return []
        at = 1 - unscaled(1) / slope
        left = sum(self.weights.values()) - self.weights[c.key] + at
        return [at] if 0 <= at <= 5 and left > 0 else []


def share_won(leads: list[int]) -> Fraction:
    """By Hermite and Genocchi: the divided difference of x₊ⁿ⁻¹ over the n leads."""

    def divided(points: list[int]) -> Fraction:
        if points[0] == points[-1]:
            k, x = len(points) - 1, points[0]
            return Fraction(comb(len(leads) - 1, k) * x ** (len(leads) - 1 - k) if x > 0 else 0)
        return (divided(points[1:]) - divided(points[:-1])) / (points[-1] - points[0])

    return divided(sorted(leads))
