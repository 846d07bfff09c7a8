"""A case and every case that it may turn out to be, for tests of what is said about it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from advisor.core.model import Answers, Matrix
from advisor.core.result import Result
from advisor.core.scoring import score


@dataclass(frozen=True)
class Truth:
    """A case as it stands, and every case that it may turn out to be."""

    matrix: Matrix
    answers: Answers
    now: Result
    worlds: list[Result]

    def instead(self, name: str, option: str) -> Result:
        """With this option alone as the answer."""
        chosen = {**self.answers.answers, name.lower(): (option,)}
        return score(self.matrix, Answers(answers=chosen, weights=self.answers.weights))

    def leads(self, a: str, b: str) -> list[Fraction]:
        """What a leads b by, from the worst to the best."""
        totals = [world.totals for world in self.worlds]
        return sorted(t[a.lower()].low - t[b.lower()].low for t in totals)

    def on(self, name: str, a: str, b: str) -> Fraction:
        """What a leads b by on one answered criterion."""
        (points,) = [c.points for c in self.now.contributions if c.criterion == name.lower()]
        return points[a.lower()][0] - points[b.lower()][0]

    def rivals(self, a: str) -> list[str]:
        totals = self.now.totals.items()
        return [k.upper() for k, total in totals if not total.excluded and k != a.lower()]

    def pair(self, a: str) -> str:
        """The other of winner and runner-up."""
        verdict = self.now.verdict
        (other,) = {verdict.winner, verdict.runner_up} - {a.lower()}
        return str(other)


def truth(matrix: Matrix, answers: Answers) -> Truth:
    open_ = [c for c in matrix.criteria if not answers.chosen(c)]
    worlds = []
    for options in product(*(c.options for c in open_)):
        chosen = {c.key: (o.key,) for c, o in zip(open_, options, strict=True)}
        full = Answers(answers={**answers.answers, **chosen}, weights=answers.weights)
        worlds.append(score(matrix, full))
    return Truth(matrix, answers, score(matrix, answers), worlds)
