"""The order of an intake's pages, and where a visitor stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from advisor.core.model import Answers, Matrix
from consult.intake.questions import BRIEF, PLANS, Saved, is_answered
from consult.intake.run import Run

VERDICT, CONTACT, CHECK = "verdict", "contact", "check"
# Reached from a Change link only: most visitors keep the matrix's own weights.
WEIGHTS = "weights"
# What was written into a field that nobody sees.
TRAP = "trap"

# With the start, the verdict, the brief's two pages, contact, and check: ten screens at most.
MOST_QUESTION_PAGES = 4


def question_key(criterion: str) -> str:
    """The step that asks about the criterion with this key; no other step is named like it."""
    return f"q-{criterion}"


def question_pages(run: Run) -> tuple[tuple[str, ...], ...]:
    """The matrix's open questions by page, as evenly as they go: one a page while they are few.

    Each page is named after its first question. What was answered before the start is on none.
    """
    keys = [question_key(c.key) for c in run.matrix.criteria]
    return _dealt([key for key in keys if key not in run.carried], MOST_QUESTION_PAGES)


def _dealt(keys: Sequence[str], most: int) -> tuple[tuple[str, ...], ...]:
    pages, rest, dealt = min(most, len(keys)), len(keys), []
    for left in range(pages, 0, -1):
        size = -(-rest // left)
        start = len(keys) - rest
        dealt.append(tuple(keys[start : start + size]))
        rest -= size
    return tuple(dealt)


def page_of(run: Run, key: str) -> tuple[str, ...]:
    """The questions that the page *key* asks: a group, or the one of a Change link."""
    return next((page for page in question_pages(run) if page[0] == key), (key,))


def steps(run: Run) -> tuple[str, ...]:
    """The keys of all pages, in order. The last one, check, is never saved."""
    return (
        *(page[0] for page in question_pages(run)),
        VERDICT,
        BRIEF,
        PLANS,
        CONTACT,
        CHECK,
    )


def is_step(run: Run, key: str) -> bool:
    """Whether there is such a page, on the way or reached from a Change link."""
    questions = {question_key(c.key) for c in run.matrix.criteria}
    return key in (*steps(run), WEIGHTS) or key in questions


def is_done(run: Run, key: str) -> bool:
    """Whether the page *key* holds all that it asks for."""
    if key in (BRIEF, PLANS):
        return is_answered(key, run.saved)
    return key != CHECK and all(part in run.saved for part in page_of(run, key))


def next_step(run: Run) -> str:
    """The first page that is not done yet."""
    return next(key for key in steps(run) if not is_done(run, key))


def step_after(run: Run, key: str) -> str:
    """Where Continue leads: the first open page, but past the verdict again where it may differ."""
    order = steps(run)
    following = next_step(run)
    changes_the_verdict = key not in (VERDICT, BRIEF, PLANS, CONTACT)
    if changes_the_verdict and order.index(following) > order.index(VERDICT):
        return VERDICT
    return following


def is_reached(run: Run, key: str) -> bool:
    """Whether everything that comes before *key* is done."""
    order = steps(run)
    return key not in order or order.index(key) <= order.index(next_step(run))


def previous_step(run: Run, key: str) -> str | None:
    order = steps(run)
    position = order.index(key)
    return order[position - 1] if position else None


def progress(run: Run, key: str) -> tuple[int, int]:
    """The number of this page, from 1, and the number of all."""
    order = steps(run)
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
