"""Answers to one version of a matrix, taken over to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .explanation.phrases import Gettext
from .model import Answers, Criterion, Matrix, Option


def carry(
    answers: Answers, before: Matrix, after: Matrix, gettext: Gettext = str
) -> tuple[Answers, tuple[str, ...]]:
    """*answers* to *before* as answers to *after*, and a sentence on each that found no place.

    Keys carry the meaning: an option that was reworded stays chosen, and a criterion that is new
    is "not sure". So is one where several options are chosen and only one may be by now: nobody
    but the visitor can say which of them counts.
    """
    dropped = [*_dropped_answers(answers, before, after, gettext)]
    dropped += _dropped_weights(answers, before, after, gettext)
    weights = {c.key: answers.weights[c.key] for c in after.criteria if c.key in answers.weights}
    if all(weights.get(c.key, c.weight) == 0 for c in after.criteria):
        weights = {}
        dropped.append(
            gettext("Under the changed weights nothing would count, so the matrix’s own apply.")
        )
    kept = {c.key: _kept(answers, c) for c in after.criteria}
    chosen = {key: options for key, options in kept.items() if options}
    return Answers(answers=chosen, weights=weights), tuple(dropped)


def _kept(answers: Answers, criterion: Criterion) -> tuple[str, ...]:
    chosen = tuple(option.key for option in answers.chosen(criterion))
    return chosen if len(chosen) == 1 or criterion.choice == "multiple" else ()


def _dropped_answers(
    answers: Answers, before: Matrix, after: Matrix, gettext: Gettext
) -> Iterator[str]:
    gone = gettext("%(criterion)s is not asked about any more. Left out: %(options)s.")
    removed = gettext("%(criterion)s no longer has this answer. Left out: %(options)s.")
    single = gettext("%(criterion)s takes one answer only by now. Left out: %(options)s.")
    criteria = {criterion.key: criterion for criterion in after.criteria}
    for old in before.criteria:
        chosen, new = answers.chosen(old), criteria.get(old.key)
        if new is None:
            if chosen:
                yield gone % _named(old, chosen)
            continue
        still = {option.key for option in new.options}
        left = [option for option in chosen if option.key in still]
        if len(left) < len(chosen):
            yield removed % _named(old, [option for option in chosen if option.key not in still])
        if new.choice == "single" and len(left) > 1:
            yield single % _named(old, left)


def _named(criterion: Criterion, options: Sequence[Option]) -> dict[str, str]:
    labels = ", ".join(f"“{option.label}”" for option in options)
    return {"criterion": criterion.name, "options": labels}


def _dropped_weights(
    answers: Answers, before: Matrix, after: Matrix, gettext: Gettext
) -> Iterator[str]:
    message = gettext("%(criterion)s is not asked about any more, so its weight is left out.")
    still = {criterion.key for criterion in after.criteria}
    for old in before.criteria:
        if old.key in answers.weights and old.key not in still:
            yield message % {"criterion": old.name}
