"""What would change a verdict: one answer or one weight at a time, each with its address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext

from advisor.address import Address
from advisor.core.explanation.phrases import number
from advisor.core.model import Answers, Criterion, Option
from advisor.core.result import FlipWeight, Result
from advisor.core.scoring import verdict
from advisor.grid import AlternativeView, alternatives


@dataclass(frozen=True)
class Outcome:
    """Who would win (None: none would fit), and whether only in a close call."""

    winner: AlternativeView | None
    close: bool


@dataclass(frozen=True)
class Change:
    """One option's label, or one weight, and the address of the case with it."""

    to: str
    url: str


@dataclass(frozen=True)
class OtherAnswers:
    """The options of one criterion that would each turn the verdict, by what it would be."""

    criterion: Criterion
    row_url: str
    by_outcome: dict[Outcome, list[Change]]


class Turn(NamedTuple):
    outcome: Outcome
    change: Change


@dataclass(frozen=True)
class OtherWeight:
    """The weight at which the winner and `rival` are level, and the nearest whole one that turns
    the verdict, if there is one."""

    criterion: Criterion
    row_url: str
    weight: int
    level_at: str
    rival: AlternativeView
    turn: Turn | None


def other_answers(result: Result, at: Address) -> list[OtherAnswers]:
    """Where none fits today, the answers with which one would."""
    found = []
    for criterion in at.matrix.criteria:
        by_outcome: dict[Outcome, list[Change]] = {}
        for option in _worth_trying(result, at.answers, criterion):
            chosen = {**at.answers.answers, criterion.key: (option.key,)}
            changed = at.answers.model_copy(update={"answers": chosen})
            outcome = _outcome(at, changed)
            if result.verdict.winner or outcome.winner:
                change = Change(option.label, at.verdict(changed))
                by_outcome.setdefault(outcome, []).append(change)
        if by_outcome:
            found.append(OtherAnswers(criterion, at.row(criterion.key), by_outcome))
    return found


def _worth_trying(result: Result, answers: Answers, criterion: Criterion) -> list[Option]:
    """The flips; where none fits there are no flips, so every other answer in place of one."""
    if result.verdict.winner:
        turning = {flip.option for flip in result.flips.answers if flip.criterion == criterion.key}
        return [option for option in criterion.options if option.key in turning]
    today = answers.chosen(criterion)
    return [option for option in criterion.options if today and today != (option,)]


def other_weights(result: Result, at: Address) -> list[OtherWeight]:
    criteria = {criterion.key: criterion for criterion in at.matrix.criteria}
    across = {one.key: one for one in alternatives(at.matrix)}
    return [
        OtherWeight(
            criterion=criteria[flip.criterion],
            row_url=at.row(flip.criterion),
            weight=flip.weight,
            level_at=_tenths(flip.turns_at),
            rival=across[flip.against],
            turn=next(_turns(flip, result.verdict.winner, at), None),
        )
        for flip in result.flips.weights
    ]


def _turns(flip: FlipWeight, today: str | None, at: Address) -> Iterator[Turn]:
    for weight in sorted(range(6), key=lambda weight: abs(weight - flip.weight)):
        weights = {**at.answers.weights, flip.criterion: weight}
        changed = at.answers.model_copy(update={"weights": weights})
        if weight == flip.weight or not any(map(changed.weight, at.matrix.criteria)):
            continue
        outcome = _outcome(at, changed)
        if outcome.winner is None or outcome.winner.key != today:
            yield Turn(outcome, Change(str(weight), at.verdict(changed)))


def _outcome(at: Address, changed: Answers) -> Outcome:
    then = verdict(at.matrix, changed)
    winner = next((one for one in alternatives(at.matrix) if one.key == then.winner), None)
    return Outcome(winner, then.kind == "close_call")


def _tenths(weight: Fraction) -> str:
    shown = number(weight, 1, gettext)
    exact = (10 * weight).denominator == 1
    return shown if exact else gettext("about %(weight)s") % {"weight": shown}
