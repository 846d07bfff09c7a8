"""A result in sentences, each quoting the cell behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Literal

from .headline import headline
from .model import Answers, Matrix
from .result import Result
from .telling import Gettext, Telling, percent

Role = Literal["headline", "excluded", "deciding", "against", "firmness", "open", "flip"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """`rationale` quotes the matrix in its own language; the keys say which cell it stands in."""

    role: Role
    text: str
    criterion: str | None = None
    option: str | None = None
    alternative: str | None = None
    rationale: str | None = None

    def __str__(self) -> str:
        return f"{self.text} “{self.rationale}”" if self.rationale else self.text


def explain(
    matrix: Matrix, answers: Answers, result: Result, gettext: Gettext = str
) -> list[Sentence]:
    """The verdict first, then why, how firm it is, what is open, and what would turn it."""
    telling = Telling(matrix, answers, result)
    if not telling.anything_answered:
        return [Sentence("headline", headline(telling, gettext)), *_open(telling, gettext)]
    return [
        Sentence("headline", headline(telling, gettext)),
        *_excluded(telling, gettext),
        *_deciding(telling, gettext),
        *_against(telling, gettext),
        *_firmness(telling, gettext),
        *_open(telling, gettext),
        *_answer_flips(telling, gettext),
        *_weight_flips(telling, gettext),
    ]


def _excluded(telling: Telling, gettext: Gettext) -> Iterator[Sentence]:
    message = gettext("%(alternative)s is ruled out by the answer “%(option)s”.")
    for key, total in telling.result.totals.items():
        if total.excluded is None:
            continue
        criterion, option = next(
            (criterion, option)
            for criterion in telling.matrix.criteria
            for option in telling.answers.chosen(criterion)
            if key in option.excludes
        )
        text = message % {"alternative": telling.name(key), "option": option.label}
        yield Sentence("excluded", text, criterion.key, option.key, key, total.excluded)


def _deciding(telling: Telling, gettext: Gettext) -> Iterator[Sentence]:
    verdict = telling.result.verdict
    one = gettext(
        "%(criterion)s speaks for %(alternative)s by %(points)s of 100 points: “%(option)s”."
    )
    several = gettext(
        "%(criterion)s speaks for %(alternative)s by %(points)s of 100 points, most of all "
        "“%(option)s”."
    )
    for key in telling.result.deciding:
        if verdict.winner and verdict.runner_up:
            pair = (verdict.winner, verdict.runner_up)
            yield _reason(telling, "deciding", (one, several), key, *pair)


def _against(telling: Telling, gettext: Gettext) -> Iterator[Sentence]:
    verdict = telling.result.verdict
    one = gettext(
        "%(criterion)s pulls the other way, to %(alternative)s, by %(points)s of 100 points: "
        "“%(option)s”."
    )
    several = gettext(
        "%(criterion)s pulls the other way, to %(alternative)s, by %(points)s of 100 points, most "
        "of all “%(option)s”."
    )
    for key in telling.result.against:
        if verdict.winner and verdict.runner_up:
            pair = (verdict.runner_up, verdict.winner)
            yield _reason(telling, "against", (one, several), key, *pair)


def _reason(
    telling: Telling,
    role: Role,
    messages: tuple[str, str],
    key: str,
    stronger: str,
    weaker: str,
) -> Sentence:
    """One criterion, with the stronger one's cell in the option where it leads most."""
    criterion = telling.criterion(key)
    chosen = telling.answers.chosen(criterion)
    option = max(chosen, key=lambda o: o.cells[stronger].anchor - o.cells[weaker].anchor)
    points = next(c.points for c in telling.result.contributions if c.criterion == key)
    text = messages[len(chosen) > 1] % {
        "criterion": criterion.name,
        "alternative": telling.name(stronger),
        "points": telling.points(points[stronger][0] - points[weaker][0]),
        "option": option.label,
    }
    rationale = option.cells[stronger].rationale or None
    return Sentence(role, text, key, option.key, stronger, rationale)


def _firmness(telling: Telling, gettext: Gettext) -> Iterator[Sentence]:
    verdict, shares = telling.result.verdict, telling.result.acceptability
    if shares is None or verdict.winner is None or verdict.runner_up is None:
        return
    won = shares[verdict.winner][verdict.runner_up]
    lost = shares[verdict.runner_up][verdict.winner]
    if won == lost == 0:
        message = gettext(
            "On the answered criteria %(winner)s and %(runner_up)s are level, whatever each "
            "criterion weighs."
        )
    elif lost == 0:
        message = gettext(
            "On the answered criteria %(runner_up)s never beats %(winner)s, whatever each "
            "criterion weighs."
        )
    elif won == 0:
        message = gettext(
            "On the answered criteria %(winner)s never beats %(runner_up)s, whatever each "
            "criterion weighs."
        )
    elif won < Fraction(1, 100):
        message = gettext(
            "%(winner)s beats %(runner_up)s under less than 1 %% of all weightings of the answered "
            "criteria."
        )
    else:
        message = gettext(
            "%(winner)s beats %(runner_up)s under %(share)s %% of all weightings of the answered "
            "criteria."
        )
    yield Sentence("firmness", message % (telling.names | {"share": percent(won)}))


def _open(telling: Telling, gettext: Gettext) -> Iterator[Sentence]:
    key = telling.result.settles
    if key is None:
        return
    criterion, option = telling.criterion(key), telling.ruling_out_winner()
    if option is None:
        message = gettext("Of the open questions, this one would settle most: %(question)s")
        yield Sentence("open", message % {"question": criterion.question}, key)
        return
    message = gettext(
        "The answer “%(option)s” to this open question would rule out %(winner)s: %(question)s"
    )
    text = message % (telling.names | {"option": option.label, "question": criterion.question})
    winner = telling.result.verdict.winner or ""
    yield Sentence("open", text, key, option.key, winner, option.excludes[winner])


def _answer_flips(telling: Telling, gettext: Gettext) -> Iterator[Sentence]:
    flips = sorted(telling.result.flips.answers, key=lambda flip: flip.winner or "")
    for criterion in telling.matrix.criteria:
        own = [flip for flip in flips if flip.criterion == criterion.key]
        for winner, group in groupby(own, key=lambda flip: flip.winner):
            keys = [flip.option for flip in group]
            labels = [f"“{o.label}”" for o in criterion.options if o.key in keys]
            if winner is None:
                message = gettext(
                    "If the answer on %(criterion)s were %(options)s, none of them would fit."
                )
            elif criterion.choice == "multiple":
                message = gettext(
                    "If the answer on %(criterion)s were %(options)s alone, %(winner)s would win."
                )
            else:
                message = gettext(
                    "If the answer on %(criterion)s were %(options)s, %(winner)s would win."
                )
            text = message % {
                "criterion": criterion.name,
                "options": _either(labels, gettext),
                "winner": telling.name(winner),
            }
            yield Sentence("flip", text, criterion.key, keys[0], winner)


def _either(labels: Iterable[str], gettext: Gettext) -> str:
    *others, last = labels
    if not others:
        return last
    listed = others[0]
    for label in others[1:]:
        listed = gettext("%(first)s, %(second)s") % {"first": listed, "second": label}
    return gettext("%(first)s or %(second)s") % {"first": listed, "second": last}


def _weight_flips(telling: Telling, gettext: Gettext) -> Iterator[Sentence]:
    verdict = telling.result.verdict
    if verdict.margin_low == verdict.margin_high:
        message = gettext(
            "If %(criterion)s weighed about %(turns_at)s in place of %(weight)s, %(winner)s and "
            "%(against)s would be level."
        )
    else:
        message = gettext(
            "If %(criterion)s weighed about %(turns_at)s in place of %(weight)s, %(winner)s and "
            "%(against)s would be level in the middle of what the open answers allow."
        )
    for flip in telling.result.flips.weights:
        text = message % {
            "criterion": telling.criterion(flip.criterion).name,
            "turns_at": f"{float(flip.turns_at):.2f}".rstrip("0").rstrip("."),
            "weight": flip.weight,
            "winner": telling.names["winner"],
            "against": telling.name(flip.against),
        }
        yield Sentence("flip", text, flip.criterion)
