"""The verdict in one sentence, honest about how far it reaches."""

from __future__ import annotations

from fractions import Fraction

from .telling import Telling


def headline(telling: Telling) -> str:
    verdict = telling.result.verdict
    if not telling.answered and verdict.kind == "close_call":
        return telling.gettext("No question is answered yet, so nothing is decided.")
    if verdict.winner is None:
        return _nothing_fits(telling)
    if verdict.runner_up is None:
        return _only_one_left(telling, verdict.winner)
    if verdict.kind == "close_call":
        return _close_call(telling, verdict.winner)
    return _decided(telling)


def _nothing_fits(telling: Telling) -> str:
    gettext = telling.gettext
    if not telling.ranked:
        return gettext("None of them fits: every alternative is ruled out by an answer.")
    if len(telling.ranked) == len(telling.matrix.alternatives):
        message = gettext(
            "None of them fits this case well: even the best, %(best)s, reaches no more than "
            "%(points)s of 100 points. Under %(floor)s none is advised."
        )
    elif len(telling.ranked) > 1:
        message = gettext(
            "None of them fits this case well: some are ruled out, and even the best of the "
            "others, %(best)s, reaches no more than %(points)s of 100 points. Under %(floor)s "
            "none is advised."
        )
    else:
        message = gettext(
            "None of them fits this case well: %(best)s, the only one that is not ruled out, "
            "reaches no more than %(points)s of 100 points. Under %(floor)s none is advised."
        )
    return message % {
        "best": telling.name(telling.best),
        "points": telling.points(telling.result.totals[telling.best].high),
        "floor": telling.matrix.floor,
    }


def _only_one_left(telling: Telling, winner: str) -> str:
    if telling.result.verdict.kind == "close_call":
        message = telling.gettext(
            "It is a close call: %(winner)s is the only one left, and an open answer could still "
            "rule it out."
        )
    else:
        message = telling.gettext(
            "%(winner)s is the only one left, as everything else is ruled out. It reaches "
            "%(points)s of 100 points."
        )
    total = telling.result.totals[winner]
    return message % (telling.names | {"points": telling.between(total.low, total.high)})


def _decided(telling: Telling) -> str:
    gettext, kind = telling.gettext, telling.result.verdict.kind
    if kind == "clear" and telling.open:
        message = gettext(
            "%(winner)s is the clear choice: whatever the open answers are, it leads "
            "%(runner_up)s by %(margin)s of 100 points."
        )
    elif kind == "clear":
        message = gettext(
            "%(winner)s is the clear choice: it leads %(runner_up)s by %(margin)s of 100 points."
        )
    elif telling.open:
        message = gettext(
            "The case leans towards %(winner)s: whatever the open answers are, it leads "
            "%(runner_up)s by %(margin)s of 100 points."
        )
    else:
        message = gettext(
            "The case leans towards %(winner)s: it leads %(runner_up)s by %(margin)s of 100 points."
        )
    return message % (telling.names | _margins(telling))


def _close_call(telling: Telling, winner: str) -> str:
    gettext, verdict = telling.gettext, telling.result.verdict
    low, high = verdict.margin_low or Fraction(0), verdict.margin_high or Fraction(0)
    if low < 0:
        message = gettext(
            "It is a close call: the open answers allow anything from %(runner_up)s ahead by "
            "%(behind)s to %(winner)s ahead by %(ahead)s of 100 points."
        )
    elif high == 0:
        message = gettext(
            "It is a close call: %(winner)s and %(runner_up)s are level at %(total)s of 100 points."
        )
    elif low == 0:
        message = gettext(
            "It is a close call: depending on the open answers, %(winner)s is level with "
            "%(runner_up)s or ahead by up to %(ahead)s of 100 points."
        )
    elif telling.ruling_out(winner):
        message = gettext(
            "It is a close call: %(winner)s leads %(runner_up)s by %(margin)s of 100 points, but "
            "an open answer could still rule %(winner)s out."
        )
    elif low == high:
        message = gettext(
            "It is a close call: %(winner)s leads %(runner_up)s by only %(margin)s of 100 points, "
            "and a lead under %(close_call)s decides nothing."
        )
    else:
        message = gettext(
            "It is a close call: depending on the open answers, %(winner)s leads %(runner_up)s by "
            "%(margin)s of 100 points, and a lead under %(close_call)s decides nothing."
        )
    total = telling.result.totals[winner]
    return message % (
        telling.names
        | _margins(telling)
        | {
            "total": telling.between(total.low, total.high),
            "close_call": telling.matrix.close_call,
        }
    )


def _margins(telling: Telling) -> dict[str, str]:
    verdict = telling.result.verdict
    low, high = verdict.margin_low or Fraction(0), verdict.margin_high or Fraction(0)
    return {
        "margin": telling.between(abs(low), high),
        "ahead": telling.points(high),
        "behind": telling.points(abs(low)),
    }
