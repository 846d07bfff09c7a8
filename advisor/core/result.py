"""What scoring says, exact: fractions of points, keys for names."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from typing import Any, Literal

Kind = Literal["clear", "lean", "close_call", "neither"]

# Points of 100 by which one leads another, at the worst and at the best that open answers allow;
# negative when behind.
Lead = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Margins are points of 100 by which the winner leads the runner-up."""

    kind: Kind
    winner: str | None
    runner_up: str | None
    margin: Fraction | None
    margin_low: Fraction | None
    margin_high: Fraction | None


@dataclass(frozen=True, slots=True)
class Total:
    """Points of 100, from the worst to the best that open answers allow."""

    low: Fraction
    high: Fraction
    excluded: str | None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one criterion adds to each total: (low, high) points by alternative."""

    criterion: str
    weight: int
    options: tuple[str, ...]
    points: dict[str, tuple[Fraction, Fraction]]


@dataclass(frozen=True, slots=True)
class FlipAnswer:
    """This option alone, in place of the answer, makes `winner` win (None: none fits)."""

    criterion: str
    option: str
    winner: str | None


@dataclass(frozen=True, slots=True)
class FlipWeight:
    """At the weight `turns_at`, in place of `weight`, winner and `against` are level."""

    criterion: str
    weight: int
    turns_at: Fraction
    against: str


@dataclass(frozen=True, slots=True)
class Flips:
    answers: tuple[FlipAnswer, ...]
    weights: tuple[FlipWeight, ...]


@dataclass(frozen=True, slots=True)
class Result:
    matrix: str
    version: int | None
    verdict: Verdict
    totals: dict[str, Total]
    contributions: tuple[Contribution, ...]
    deciding: tuple[str, ...]
    against: tuple[str, ...]
    acceptability: dict[str, dict[str, Fraction]] | None
    flips: Flips
    settles: str | None

    def document(self) -> dict[str, Any]:
        """The result as JSON-safe values; every number is the double nearest to the exact one."""
        document: dict[str, Any] = written(self)
        return document


def written(value: Any) -> Any:
    """Dataclasses, fractions, and tuples as what JSON has for them."""
    if isinstance(value, Fraction):
        return float(value)
    if is_dataclass(value):
        return {field.name: written(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {key: written(entry) for key, entry in value.items()}
    if isinstance(value, tuple):
        return [written(entry) for entry in value]
    return value
