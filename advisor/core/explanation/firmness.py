"""How firm a verdict is: how much of it rests on the weights."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from .phrases import percent
from .sentence import Sentence
from .telling import Telling


def firmness(telling: Telling) -> Iterator[Sentence]:
    """The share of all weightings under which the winner beats its runner-up: a pairwise figure."""
    shares, pair = telling.result.acceptability, telling.pair
    if shares is None or pair is None:
        return
    if len(telling.answered) > 1:
        won, lost = shares[pair[0]][pair[1]], shares[pair[1]][pair[0]]
        names = telling.names | {"share": percent(won)}
        yield Sentence("firmness", _message(telling, won, lost) % names)
    elif telling.open:
        message = telling.gettext(
            "So far only %(criterion)s is answered, so how firm this is cannot be said yet."
        )
        yield Sentence("firmness", message % {"criterion": telling.answered[0].name})


def _message(telling: Telling, won: Fraction, lost: Fraction) -> str:
    gettext = telling.gettext
    if won == lost == 0:
        return gettext(
            "On the answered criteria %(winner)s and %(runner_up)s are level, whatever each "
            "criterion weighs."
        )
    if lost == 0:
        return gettext(
            "On the answered criteria %(runner_up)s never beats %(winner)s, whatever each "
            "criterion weighs."
        )
    if won == 0:
        return gettext(
            "On the answered criteria %(winner)s never beats %(runner_up)s, whatever each "
            "criterion weighs."
        )
    if won < Fraction(1, 100):
        return gettext(
            "%(winner)s beats %(runner_up)s under less than 1 %% of all weightings of the answered "
            "criteria."
        )
    return gettext(
        "%(winner)s beats %(runner_up)s under %(share)s %% of all weightings of the answered "
        "criteria."
    )
