"""The verdict in one sentence, honest about how far it reaches."""

from __future__ import annotations

from fractions import Fraction

from .telling import Gettext, Telling


def headline(telling: Telling, gettext: Gettext) -> str:
    verdict = telling.result.verdict
    if not telling.anything_answered:
        return gettext("No question is answered yet, so nothing is decided.")
    if verdict.winner is None:
        return _nothing_fits(telling, gettext)
    if verdict.runner_up is None:
        if verdict.kind == "close_call":
            message = gettext(
                "It is a close call: %(winner)s is the only one left, and an open answer could "
                "still rule it out."
            )
        else:
            message = gettext("%(winner)s is the only one left: the others are ruled out.")
        return message % telling.names
    if verdict.kind == "close_call":
        return _close_call(telling, gettext)
    open_answers = verdict.margin_low != verdict.margin_high
    if verdict.kind == "clear" and open_answers:
        message = gettext(
            "%(winner)s is the clear choice: whatever the open answers are, it leads "
            "%(runner_up)s by %(low)s to %(high)s of 100 points."
        )
    elif verdict.kind == "clear":
        message = gettext(
            "%(winner)s is the clear choice: it leads %(runner_up)s by %(low)s of 100 points."
        )
    elif open_answers:
        message = gettext(
            "The case leans towards %(winner)s: whatever the open answers are, it leads "
            "%(runner_up)s by %(low)s to %(high)s of 100 points."
        )
    else:
        message = gettext(
            "The case leans towards %(winner)s: it leads %(runner_up)s by %(low)s of 100 points."
        )
    return message % _margins(telling)


def _margins(telling: Telling) -> dict[str, str]:
    verdict = telling.result.verdict
    low, high = verdict.margin_low or Fraction(0), verdict.margin_high or Fraction(0)
    return telling.names | {
        "low": telling.points(low),
        "high": telling.points(high),
        "behind": telling.points(-low),
    }


def _nothing_fits(telling: Telling, gettext: Gettext) -> str:
    totals = {key: t for key, t in telling.result.totals.items() if t.excluded is None}
    if not totals:
        return gettext("None of them fits: every alternative is ruled out by an answer.")
    best = max(totals, key=lambda key: totals[key].high)
    message = gettext(
        "None of them fits this case well: even the best, %(best)s, reaches %(points)s of 100 "
        "points at most, and under %(floor)s none is advised."
    )
    return message % {
        "best": telling.name(best),
        "points": telling.points(totals[best].high),
        "floor": telling.matrix.floor,
    }


def _close_call(telling: Telling, gettext: Gettext) -> str:
    verdict = telling.result.verdict
    low, high = verdict.margin_low or Fraction(0), verdict.margin_high or Fraction(0)
    if telling.ruling_out_winner():
        message = gettext(
            "It is a close call: %(winner)s is ahead of %(runner_up)s, but an open answer could "
            "still rule it out."
        )
    elif low == high == 0:
        message = gettext("It is a close call: %(winner)s and %(runner_up)s are level.")
    elif low == high:
        message = gettext(
            "It is a close call: %(winner)s leads %(runner_up)s by only %(low)s of 100 points, "
            "too little to decide."
        )
    elif low < 0:
        message = gettext(
            "It is a close call: with the open answers, anything is possible from %(runner_up)s "
            "ahead by %(behind)s to %(winner)s ahead by %(high)s of 100 points."
        )
    else:
        message = gettext(
            "It is a close call: %(winner)s leads %(runner_up)s by %(low)s to %(high)s of 100 "
            "points, and the lesser of these is too little to decide."
        )
    return message % _margins(telling)
