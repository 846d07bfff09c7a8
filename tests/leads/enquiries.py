"""Submitted intakes of Ada's, as flagged, answered, or briefed as a test needs them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from advisor.core.model import Answers
from consult.intake.services import run_of, start, submit
from consult.intake.source import Source
from consult.leads.models import Case
from tests.leads.revisions import golden, published
from tests.people import NOW, ada_contact, brief, fill_in

WHY = "The text is mostly links."


def enquire(
    *,
    suspicions: tuple[str, ...] = (),
    answers: dict[str, tuple[str, ...]] | None = None,
    slug: str = "golden",
    now: datetime = NOW,
    contact: dict[str, Any] | None = None,
    **said: str,
) -> Case:
    """Submit an intake on the golden matrix. *said* changes the brief."""
    version = published(golden(slug=slug), now)
    given = Answers(answers=answers or {"workload": ("ml",), "team": ("python",)})
    intake = start(version=version, answers=given, source=Source(article="x"), now=now)
    typed = ada_contact(**(contact or {})).model_dump(mode="json")
    fill_in(intake, {**brief(**said), "contact": typed}, now)
    submit(intake=intake, now=now, seen=run_of(intake).revision, suspicions=suspicions)
    return Case.objects.select_related("lead", "intake").get(intake=intake)


def flagged(*suspicions: str, **changes: Any) -> Case:
    return enquire(suspicions=suspicions or (WHY,), **changes)
