"""Why: what speaks for the winner, what against it, and where answers contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..model import Criterion, Option
from .phrases import all_of
from .sentence import Role, Sentence, quoting
from .telling import Telling

# So many are told one by one; when more would be left than one, the others share a line.
MOST_REASONS = 3
MOST_TRAILING = 2


def compared(telling: Telling) -> Iterator[Sentence]:
    """Whose difference the reasons are, where that goes without saying for two only."""
    if telling.pair and len(telling.ranked) > 2:
        message = telling.gettext(
            "What follows compares %(winner)s with %(runner_up)s, the closest of the others."
        )
        yield Sentence("compared", message % telling.names)


def deciding(telling: Telling) -> Iterator[Sentence]:
    if telling.pair is None:
        return
    gettext = telling.gettext
    messages = (
        gettext("%(criterion)s speaks for %(alternative)s by %(points)s points: “%(option)s”."),
        gettext(
            "%(criterion)s speaks for %(alternative)s by %(points)s points, most of all "
            "“%(option)s”."
        ),
        gettext(
            "%(criteria)s speak for %(alternative)s as well, by %(points)s points between them."
        ),
    )
    yield from _reasons(telling, "deciding", telling.result.deciding, telling.pair, messages)


def against(telling: Telling) -> Iterator[Sentence]:
    if telling.pair is None:
        return
    gettext, (winner, runner_up) = telling.gettext, telling.pair
    messages = (
        gettext(
            "%(criterion)s pulls the other way, to %(alternative)s, by %(points)s points: "
            "“%(option)s”."
        ),
        gettext(
            "%(criterion)s pulls the other way, to %(alternative)s, by %(points)s points, most of "
            "all “%(option)s”."
        ),
        gettext("%(criteria)s pull the other way as well, by %(points)s points between them."),
    )
    pair = (runner_up, winner)
    yield from _reasons(telling, "against", telling.result.against, pair, messages)


def _reasons(
    telling: Telling,
    role: Role,
    keys: tuple[str, ...],
    pair: tuple[str, str],
    messages: tuple[str, str, str],
) -> Iterator[Sentence]:
    """One criterion a line, each with the cell of the stronger one where it leads most."""
    one, several, others = messages
    told = len(keys) if len(keys) <= MOST_REASONS + 1 else MOST_REASONS
    for criterion in map(telling.criterion, keys[:told]):
        chosen = telling.chosen(criterion)
        option = _strongest(chosen, *pair)
        text = (several if len(chosen) > 1 else one) % {
            "criterion": criterion.name,
            "alternative": telling.name(pair[0]),
            "points": telling.points(telling.lead_in(criterion, *pair)),
            "option": option.label,
        }
        yield quoting(role, text, criterion.key, option, pair[0])
        yield from _contradiction(telling, criterion, option, pair[0])
    rest = [telling.criterion(key) for key in keys[told:]]
    if rest:
        points = sum((telling.lead_in(criterion, *pair) for criterion in rest), Fraction(0))
        text = others % {
            "criteria": all_of([criterion.name for criterion in rest], telling.gettext),
            "alternative": telling.name(pair[0]),
            "points": telling.points(points),
        }
        yield Sentence(role, text)


def _strongest(chosen: tuple[Option, ...], a: str, b: str) -> Option:
    return max(chosen, key=lambda option: option.cells[a].anchor - option.cells[b].anchor)


def levelled(telling: Telling) -> Iterator[Sentence]:
    """Criteria that decide nothing, because what was chosen in them pulls apart."""
    if telling.pair is None:
        return
    message = telling.gettext(
        "%(criterion)s comes out level: its answers pull apart, and “%(option)s” speaks for "
        "%(alternative)s."
    )
    winner, runner_up = telling.pair
    for criterion in telling.answered:
        if not telling.answers.weight(criterion) or telling.lead_in(criterion, *telling.pair):
            continue
        option = _strongest(telling.chosen(criterion), winner, runner_up)
        if option.cells[winner].anchor > option.cells[runner_up].anchor:
            text = message % {
                "criterion": criterion.name,
                "option": option.label,
                "alternative": telling.name(winner),
            }
            yield quoting("contradiction", text, criterion.key, option, winner)
            yield from _contradiction(telling, criterion, option, winner)


def _contradiction(
    telling: Telling, criterion: Criterion, named: Option, stronger: str
) -> Iterator[Sentence]:
    """Of the other chosen options the one that speaks most for another alternative, if any does."""
    rivals = [key for key in telling.pair or () if key != stronger]
    rivals += [key for key in telling.ranked if key not in (*rivals, stronger)]
    others = [option for option in telling.chosen(criterion) if option != named]
    pulls = [
        (option.cells[key].anchor - option.cells[stronger].anchor, option, key)
        for key in rivals
        for option in others
    ]
    by, option, key = max(pulls, key=lambda pull: pull[0], default=(0, named, stronger))
    if by > 0:
        message = telling.gettext(
            "Within %(criterion)s, however, “%(option)s” speaks for %(alternative)s."
        )
        text = message % {
            "criterion": criterion.name,
            "option": option.label,
            "alternative": telling.name(key),
        }
        yield quoting("contradiction", text, criterion.key, option, key)


def trailing(telling: Telling) -> Iterator[Sentence]:
    """Why those behind the runner-up fell behind: the nearest of them."""
    if telling.pair is None:
        return
    winner = telling.pair[0]
    thirds = [key for key in telling.ranked if key not in telling.pair]
    thirds.sort(key=lambda key: telling.leads[key][0])
    for key in thirds[:MOST_TRAILING]:
        yield _third(telling, winner, key)


def _third(telling: Telling, winner: str, key: str) -> Sentence:
    gettext, (low, high) = telling.gettext, telling.leads[key]
    names = {"alternative": telling.name(key), "winner": telling.name(winner)}
    if low == high == 0:
        return Sentence("trailing", gettext("%(alternative)s is level with %(winner)s.") % names)
    if low == 0:
        message = gettext(
            "With the open answers %(alternative)s could still draw level with %(winner)s."
        )
        return Sentence("trailing", message % names)
    if low < 0:
        message = gettext("With the open answers %(alternative)s could still pass %(winner)s.")
        return Sentence("trailing", message % names)
    names["points"] = telling.between(low, high)
    most = max(telling.answered, key=lambda c: telling.lead_in(c, winner, key), default=None)
    if most is None or telling.lead_in(most, winner, key) <= 0:
        message = gettext("%(alternative)s is %(points)s points behind %(winner)s.")
        return Sentence("trailing", message % names)
    message = gettext(
        "%(alternative)s is %(points)s points behind %(winner)s, most of all on %(criterion)s: "
        "“%(option)s”."
    )
    option = _strongest(telling.chosen(most), winner, key)
    text = message % (names | {"criterion": most.name, "option": option.label})
    return quoting("trailing", text, most.key, option, key)
