"""Matrix health by going through every answer set, slow and obviously right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import permutations, product

from advisor.core.model import Matrix

AnswerSet = tuple[str, ...]
Shares = dict[str, Fraction]


@dataclass
class Every:
    """An answer set is a tuple of option keys, one for every criterion."""

    matrix: Matrix

    @cached_property
    def totals(self) -> dict[AnswerSet, Shares]:
        """Points of those that no option of the answer set excludes."""
        weights = [criterion.weight for criterion in self.matrix.criteria]
        found = {}
        for chosen in product(*(criterion.options for criterion in self.matrix.criteria)):
            found[tuple(option.key for option in chosen)] = {
                key: Fraction(
                    100
                    * sum(w * o.cells[key].anchor for w, o in zip(weights, chosen, strict=True)),
                    4 * sum(weights),
                )
                for key in self.keys
                if not any(key in option.excludes for option in chosen)
            }
        return found

    @cached_property
    def leaders(self) -> dict[AnswerSet, set[str]]:
        return {
            chosen: {key for key in totals if totals[key] == max(totals.values())}
            for chosen, totals in self.totals.items()
        }

    @property
    def keys(self) -> list[str]:
        return [alternative.key for alternative in self.matrix.alternatives]

    def share(self, holds: Iterable[bool]) -> Fraction:
        return Fraction(sum(holds), len(self.totals))

    def is_close(self, chosen: AnswerSet) -> bool:
        best, *others = sorted(self.totals[chosen].values(), reverse=True)
        return bool(others) and best - others[0] < self.matrix.close_call

    @property
    def wins(self) -> Shares:
        return {a: self.share(first == {a} for first in self.leaders.values()) for a in self.keys}

    @property
    def decided(self) -> Shares:
        return {
            a: self.share(
                first == {a} and not self.is_close(chosen) for chosen, first in self.leaders.items()
            )
            for a in self.keys
        }

    @property
    def close_calls(self) -> Fraction:
        return self.share(
            bool(totals) and self.is_close(chosen) for chosen, totals in self.totals.items()
        )

    @property
    def none(self) -> Fraction:
        return self.share(not totals for totals in self.totals.values())

    @property
    def pairwise(self) -> dict[str, Shares]:
        shares: dict[str, Shares] = {key: {} for key in self.keys}
        for a, b in permutations(self.keys, 2):
            ahead = [t for t in self.totals.values() if a in t and (b not in t or t[a] > t[b])]
            shares[a][b] = Fraction(len(ahead), len(self.totals))
        return shares

    @property
    def never_win(self) -> tuple[str, ...]:
        return tuple(key for key, share in self.wins.items() if share == 0)

    @property
    def never_decide(self) -> tuple[str, ...]:
        return tuple(
            criterion.key
            for c, criterion in enumerate(self.matrix.criteria)
            if all(
                leaders == self.leaders[(*chosen[:c], option.key, *chosen[c + 1 :])]
                for chosen, leaders in self.leaders.items()
                for option in criterion.options
            )
        )
