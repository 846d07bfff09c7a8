"""The order of an intake's pages, and where a visitor stands in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from advisor.core.model import Answers, Matrix

VERDICT, BRIEF, CONTACT, CHECK = "verdict", "brief", "contact", "check"
# Reached from a Change link only: most visitors keep the matrix's own weights.
WEIGHTS = "weights"

# What was saved, by the key of its step.
Saved = Mapping[str, Any]


def question_key(criterion: str) -> str:
    """The step that asks about the criterion with this key; no other step is named like it."""
    return f"q-{criterion}"


def steps(matrix: Matrix) -> tuple[str, ...]:
    """The keys of all pages, in order. The last one, check, is never saved."""
    return (*(question_key(c.key) for c in matrix.criteria), VERDICT, BRIEF, CONTACT, CHECK)


def next_step(order: tuple[str, ...], saved: Collection[str]) -> str:
    """The first page that is not saved yet."""
    return next((key for key in order if key not in saved), order[-1])


def step_after(order: tuple[str, ...], key: str, saved: Collection[str]) -> str:
    """Where Continue leads: the first open page, but past the verdict again where it may differ."""
    changes_the_verdict = key == WEIGHTS or key in order[: order.index(VERDICT)]
    return next_step(order, set(saved) - {VERDICT} if changes_the_verdict else saved)


def is_reached(order: tuple[str, ...], key: str, saved: Collection[str]) -> bool:
    """Whether everything that comes before *key* is saved."""
    return key == WEIGHTS or order.index(key) <= order.index(next_step(order, saved))


def previous_step(order: tuple[str, ...], key: str) -> str | None:
    position = order.index(key)
    return order[position - 1] if position else None


def progress(order: tuple[str, ...], key: str) -> tuple[int, int]:
    """The number of this page, from 1, and the number of all."""
    return order.index(key) + 1, len(order)


def to_saved(answers: Answers) -> dict[str, Any]:
    """Answers that were given before the intake, as the steps that they make unnecessary."""
    given = answers.answers.items()
    saved: dict[str, Any] = {
        question_key(key): {"options": list(chosen)} for key, chosen in given if chosen
    }
    return saved | ({WEIGHTS: dict(answers.weights)} if answers.weights else {})


def to_answers(matrix: Matrix, saved: Saved) -> Answers:
    """The answers to the matrix in what was saved; "not sure" is absent."""
    chosen = {c.key: saved.get(question_key(c.key), {}).get("options", []) for c in matrix.criteria}
    return Answers(
        answers={key: tuple(options) for key, options in chosen.items() if options},
        weights=saved.get(WEIGHTS, {}),
    )
