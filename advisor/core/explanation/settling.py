"""What is still open, and whether it could settle the matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from ..model import Criterion, Option
from .phrases import all_of, any_of, in_quotes
from .sentence import Sentence, on_cell
from .telling import Telling


def settling(telling: Telling) -> Iterator[Sentence]:
    verdict = telling.result.verdict
    if verdict.winner is None:
        yield _beyond_repair(telling)
    elif verdict.kind == "close_call":
        yield from _close_call(telling, verdict.winner)
    else:
        if telling.result.settles is not None:
            yield _question(telling, telling.criterion(telling.result.settles))
        yield from _may_fall_short(telling, verdict.winner)


def _beyond_repair(telling: Telling) -> Sentence:
    if telling.open:
        message = telling.gettext("No open question could change that.")
    else:
        message = telling.gettext("Every question is answered, so no open one could change that.")
    return Sentence("open", message)


def _close_call(telling: Telling, winner: str) -> Iterator[Sentence]:
    if not telling.open:
        yield _every_question_answered(telling, winner)
    elif found := telling.ruling_out(winner):
        yield _ruling_out(telling, *found, winner)
    elif not _can_be_settled(telling, winner):
        message = telling.gettext(
            "No open question could settle it: whatever the answers are, no alternative would lead "
            "by the %(close_call)s points that it takes."
        )
        yield Sentence("open", message % {"close_call": telling.matrix.close_call})
    elif telling.result.settles is not None:
        criterion = telling.criterion(telling.result.settles)
        yield _question(telling, criterion)
        if telling.answered:
            yield from _winners_with(telling, criterion)
    else:
        rivals = ((key, telling.ruling_out(key)) for key in telling.ranked)
        yield from (_ruling_out(telling, *found, key) for key, found in rivals if found)


def _every_question_answered(telling: Telling, winner: str) -> Sentence:
    """Nothing is left to ask: who is defensible, and what tips it."""
    gettext, rivals = telling.gettext, [key for key in telling.ranked if key != winner]
    limit = telling.matrix.close_call
    near = [key for key in rivals if telling.leads[key][0] < limit]
    tipping = _tipping(telling)
    if len(near) > 1:
        message = gettext(
            "Every question is answered, so none is left to settle it: %(alternatives)s are all "
            "defensible."
        )
    elif tipping:
        message = gettext(
            "Every question is answered, so none is left to settle it: either is defensible, and "
            "what tips it towards %(winner)s is %(criterion)s."
        )
    else:
        message = gettext(
            "Every question is answered, so none is left to settle it: either is defensible."
        )
    names = {
        "alternatives": all_of(map(telling.name, (winner, *near)), gettext),
        "winner": telling.name(winner),
        "criterion": tipping.name if tipping else "",
    }
    return Sentence("open", message % names, tipping.key if tipping else None)


def _tipping(telling: Telling) -> Criterion | None:
    """The criterion without which the winner would not be ahead of its runner-up."""
    if telling.pair is None or not telling.result.deciding:
        return None
    first = telling.criterion(telling.result.deciding[0])
    lead = telling.leads[telling.pair[1]][0]
    return first if telling.lead_in(first, *telling.pair) >= lead > 0 else None


def _can_be_settled(telling: Telling, winner: str) -> bool:
    """Whether any answers to the open questions could bring a lead that decides.

    However they fall, nobody will lead all others by more than the winner may come to lead its
    runner-up, or than another may come to lead the winner.
    """
    if any(telling.ruling_out(key) for key in telling.ranked):
        return True
    most = max(-telling.leads[key][0] for key in telling.ranked if key != winner)
    most = max(most, telling.result.verdict.margin_high or Fraction(0))
    return most >= telling.matrix.close_call


def _ruling_out(telling: Telling, criterion: Criterion, option: Option, key: str) -> Sentence:
    message = telling.gettext(
        "The answer “%(option)s” to this open question would rule out %(alternative)s: %(question)s"
    )
    text = message % {
        "option": option.label,
        "alternative": telling.name(key),
        "question": criterion.question,
    }
    line = on_cell("open", text, criterion.key, option, key)
    return replace(line, rationale=option.excludes[key])


def _question(telling: Telling, criterion: Criterion) -> Sentence:
    """The one to answer next."""
    undecided = telling.result.verdict.kind == "close_call"
    if undecided and len(telling.open) == 1:
        message = telling.gettext("One question is still open: %(question)s")
    elif len(telling.open) == 1:
        message = telling.gettext(
            "One question is still open, and no answer to it would put another alternative ahead: "
            "%(question)s"
        )
    elif undecided:
        message = telling.gettext("Of the open questions, this one would settle most: %(question)s")
    else:
        message = telling.gettext(
            "Of the open questions, this one could move the lead most: %(question)s"
        )
    return Sentence("open", message % {"question": criterion.question}, criterion.key)


def _winners_with(telling: Telling, criterion: Criterion) -> Iterator[Sentence]:
    """The answers that would settle it alone, by the alternative that would win with them."""
    if criterion.choice == "multiple":
        message = telling.gettext("With %(options)s alone, %(alternative)s would win.")
    else:
        message = telling.gettext("With %(options)s, %(alternative)s would win.")
    verdicts = [(telling.verdict_with(criterion, option), option) for option in criterion.options]
    for key in telling.ranked:
        options = [o for then, o in verdicts if then.winner == key and then.kind != "close_call"]
        if options:
            labels = [in_quotes(option.label, telling.gettext) for option in options]
            names = {
                "options": any_of(labels, telling.gettext),
                "alternative": telling.name(key),
            }
            yield on_cell("open", message % names, criterion.key, options[0], key)


def _may_fall_short(telling: Telling, winner: str) -> Iterator[Sentence]:
    """A lead that holds can still be a lead among alternatives that all turn out not to fit."""
    low = telling.result.totals[winner].low
    if telling.open and low < telling.matrix.floor:
        message = telling.gettext(
            "With the least favourable open answers %(winner)s would reach only %(points)s of 100 "
            "points, and under %(floor)s none is advised."
        )
        names = {"points": telling.points(low), "floor": telling.matrix.floor}
        yield Sentence("open", message % (telling.names | names))
