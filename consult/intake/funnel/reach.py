"""How far an intake has come, read from what was saved of it. Pure."""

from __future__ import annotations

from advisor.core.model import Matrix
from consult.intake.questions import BRIEF, PLANS
from consult.intake.run import Run
from consult.intake.steps import CHECK, CONTACT, VERDICT, page_of, question_key, steps

# Beside the keys of the pages; none of them is named like these.
STARTED, SUBMITTED = "started", "submitted"


def way(matrix: Matrix) -> tuple[str, ...]:
    """All that can be reached, in order: of a page that asks several questions each of them.

    Pages are cut by what was answered before the start, and so differ between visitors; the
    questions are the same for all.
    """
    questions = (question_key(c.key) for c in matrix.criteria)
    return (STARTED, *questions, VERDICT, BRIEF, PLANS, CONTACT, CHECK, SUBMITTED)


def furthest(run: Run) -> str:
    """The last that a visitor was asked: the end of the first page that was never saved.

    What was saved once stays saved, so nobody falls back, whatever he changes later.
    """
    pages = (page_of(run, key) for key in steps(run))
    return next(page[-1] for page in pages if any(part not in run.saved for part in page))


def latest(matrix: Matrix, *reached: str) -> str:
    """The furthest of what was *reached*; empty where nothing was.

    What an earlier version of the matrix asked, and this one does not, counts as the start.
    """
    order = way(matrix)
    known = (one if one in order else STARTED for one in reached if one)
    return max(known, key=order.index, default="")


def beyond(matrix: Matrix, before: str, to: str) -> tuple[str, ...]:
    """What comes after *before*, which may be empty, up to and with *to*.

    Questions that were answered already are among it: whoever needs no asking comes past them.
    """
    order = way(matrix)
    first = order.index(before) + 1 if before else 0
    return order[first : order.index(to) + 1]
