"""What would turn a verdict: another answer in place of one that was given, another weight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Literal

from ..model import Criterion, Option
from ..result import FlipWeight, Verdict
from .phrases import all_of, any_of, in_quotes, number
from .sentence import Sentence, on_cell
from .telling import Telling

# So many are told one by one; the criteria of more than one other share a line.
MOST_TURNS = 3

# Another wins, or none fits; or it becomes a close call with another ahead, or with none surely so.
Turned = Literal["wins", "none fits", "ahead", "close"]

# The most telling first; the first two are no close calls.
_ORDER: tuple[Turned, ...] = ("wins", "none fits", "ahead", "close")
_DECIDED = _ORDER[:2]


@dataclass(frozen=True, slots=True)
class _Turn:
    """The options of one criterion that each, alone as the answer, come to the same."""

    criterion: Criterion
    turned: Turned
    winner: str | None
    options: tuple[Option, ...]


def other_answers(telling: Telling) -> Iterator[Sentence]:
    """The answers that would turn it, first those that would turn it outright."""
    verdict, gettext = telling.result.verdict, telling.gettext
    if verdict.winner is None or not telling.answered:
        return
    if not telling.result.flips.answers and verdict.kind != "close_call":
        message = gettext("No other single answer would make another alternative win.")
        yield Sentence("flip", message)
    turns = sorted(_turns(telling), key=lambda turn: _ORDER.index(turn.turned))
    told = len(turns) if len(turns) <= MOST_TURNS + 1 else MOST_TURNS
    yield from (_if(telling, turn, verdict.winner) for turn in turns[:told])
    named = [turn.criterion for turn in turns[:told]]
    rest = [turn.criterion for turn in turns[told:]]
    others = [c.name for c in telling.answered if c in rest and c not in named]
    if others:
        message = gettext("Other answers on %(criteria)s would turn it as well.")
        yield Sentence("flip", message % {"criteria": all_of(others, gettext)})


def _turns(telling: Telling) -> Iterator[_Turn]:
    """In the order of the file.

    What would leave a close call a close call is no turn; nor is a mere close call told of a
    criterion in which another answer would decide.
    """
    close = telling.result.verdict.kind == "close_call"
    for criterion in telling.answered:
        options = {option.key: option for option in criterion.options}
        groups: dict[tuple[Turned, str | None], list[Option]] = {}
        for flip in telling.result.flips.answers:
            if flip.criterion == criterion.key:
                option = options[flip.option]
                turned = _turned(telling.verdict_with(criterion, option))
                groups.setdefault((turned, flip.winner), []).append(option)
        decided = any(turned in _DECIDED for turned, _ in groups)
        for (turned, winner), group in groups.items():
            if turned in _DECIDED or not (close or decided):
                yield _Turn(criterion, turned, winner, tuple(group))


def _turned(then: Verdict) -> Turned:
    if then.kind == "neither":
        return "none fits"
    if then.kind != "close_call":
        return "wins"
    return "close" if then.margin_low is not None and then.margin_low <= 0 else "ahead"


def _if(telling: Telling, turn: _Turn, winner: str) -> Sentence:
    """Where none would fit, the cell is that of today's winner."""
    gettext, criterion = telling.gettext, turn.criterion
    if criterion.choice == "multiple":
        message = _alone(telling, turn.turned)
    elif len(turn.options) > 1 and len(turn.options) == len(criterion.options) - 1:
        message = _any_other(telling, turn.turned)
    else:
        message = _instead(telling, turn.turned)
    labels = [in_quotes(option.label, gettext) for option in turn.options]
    text = message % {
        "criterion": criterion.name,
        "options": any_of(labels, gettext),
        "alternative": telling.name(turn.winner),
    }
    return on_cell("flip", text, criterion.key, turn.options[0], turn.winner or winner)


def _instead(telling: Telling, turned: Turned) -> str:
    gettext = telling.gettext
    if turned == "wins":
        return gettext(
            "If the answer on %(criterion)s were %(options)s, %(alternative)s would win."
        )
    if turned == "ahead":
        return gettext(
            "If the answer on %(criterion)s were %(options)s, %(alternative)s would be ahead in a "
            "close call."
        )
    if turned == "close":
        return gettext("If the answer on %(criterion)s were %(options)s, it would be a close call.")
    return gettext("If the answer on %(criterion)s were %(options)s, none of them would fit.")


def _alone(telling: Telling, turned: Turned) -> str:
    """Several could be chosen here, and what they would come to together is another matter."""
    gettext = telling.gettext
    if turned == "wins":
        return gettext(
            "If the answer on %(criterion)s were %(options)s alone, %(alternative)s would win."
        )
    if turned == "ahead":
        return gettext(
            "If the answer on %(criterion)s were %(options)s alone, %(alternative)s would be ahead "
            "in a close call."
        )
    if turned == "close":
        return gettext(
            "If the answer on %(criterion)s were %(options)s alone, it would be a close call."
        )
    return gettext("If the answer on %(criterion)s were %(options)s alone, none of them would fit.")


def _any_other(telling: Telling, turned: Turned) -> str:
    gettext = telling.gettext
    if turned == "wins":
        return gettext("With any other answer on %(criterion)s, %(alternative)s would win.")
    if turned == "ahead":
        return gettext(
            "With any other answer on %(criterion)s, %(alternative)s would be ahead in a close "
            "call."
        )
    if turned == "close":
        return gettext("With any other answer on %(criterion)s, it would be a close call.")
    return gettext("With any other answer on %(criterion)s, none of them would fit.")


def other_weight(telling: Telling) -> Iterator[Sentence]:
    """The nearest weight at which another draws level, where a level case means anything."""
    verdict, gettext = telling.result.verdict, telling.gettext
    spread = verdict.margin_low != verdict.margin_high
    flips = [flip for flip in telling.result.flips.weights if flip.turns_at != flip.weight]
    if not flips or (spread and verdict.kind == "close_call"):
        return
    nearest = min(flips, key=lambda flip: abs(flip.turns_at - flip.weight))
    if spread:
        message = gettext(
            "If %(criterion)s weighed %(turns_at)s instead of %(weight)s, %(winner)s and "
            "%(against)s would be level in the middle of what the open answers allow."
        )
    else:
        message = gettext(
            "If %(criterion)s weighed %(turns_at)s instead of %(weight)s, %(winner)s and "
            "%(against)s would be level."
        )
    text = message % {
        "criterion": telling.criterion(nearest.criterion).name,
        "turns_at": _weight(telling, nearest),
        "weight": nearest.weight,
        "winner": telling.name(verdict.winner),
        "against": telling.name(nearest.against),
    }
    yield Sentence("flip", text, nearest.criterion)


def _weight(telling: Telling, flip: FlipWeight) -> str:
    """To one decimal, or to as many as set it apart from today's weight."""
    written = (number(flip.turns_at, digits, telling.gettext) for digits in count(1))
    shown = next(text for text in written if text != str(flip.weight))
    if (10 * flip.turns_at).denominator == 1:
        return shown
    return telling.gettext("about %(number)s") % {"number": shown}
