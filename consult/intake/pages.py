"""What every page of an intake is given: where it stands, and what has happened to the answers."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from consult.intake.differences import two_tabs
from consult.intake.models import Intake
from consult.intake.page_token import FIELD, PageToken
from consult.intake.questions import BRIEF, PLANS
from consult.intake.record import brief_answers
from consult.intake.run import Run
from consult.intake.steps import CHECK, VERDICT, previous_step, progress, steps


def step_url(slug: str, step: str) -> str:
    return reverse("intake:step", args=[slug, step])


def page_context(
    request: HttpRequest, intake: Intake, run: Run, step: str, seen: int | None = None
) -> dict[str, object]:
    """*seen*: the revision that the visitor has seen, where it is not the newest one."""
    slug = intake.matrix_slug
    change = "change" in request.GET
    token = PageToken(intake.submission_id, step, run.revision if seen is None else seen)
    context: dict[str, object] = {
        "matrix": run.matrix,
        "slug": slug,
        "step": step,
        "action": step_url(slug, step) + ("?change=1" if change else ""),
        "token_field": FIELD,
        "token": str(token),
        "keeps_half_written": step in (BRIEF, PLANS),
        "dropped": brief_answers(run.dropped),
        "two_tabs": [
            (tabs, str(PageToken(intake.submission_id, tabs.overwritten.key, run.revision)))
            for tabs in two_tabs(run)
        ],
    }
    if change:
        return context | {"back_url": step_url(slug, CHECK)}
    return context | _position(slug, run, step)


def _position(slug: str, run: Run, step: str) -> dict[str, object]:
    """Where a page stands among all, for its head."""
    if step not in steps(run):
        return {"back_url": step_url(slug, VERDICT)}
    before = previous_step(run, step)
    number, of = progress(run, step)
    back_url = step_url(slug, before) if before else reverse("intake:start", args=[slug])
    return {"back_url": back_url, "step_number": number, "step_count": of}
