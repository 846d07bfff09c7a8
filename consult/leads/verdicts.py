"""The verdicts that a case was given, and the one that another version of its matrix gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext

from advisor.core.carry import carry
from advisor.core.model import Answers
from advisor.core.report import report
from advisor.models import MatrixVersion
from consult.intake.models import Intake
from consult.intake.questions import Saved
from consult.intake.steps import to_answers
from consult.leads.models import Advice, Case

# What `given` reads of many cases, for prefetch_related.
VERDICTS = ("intake__matrix_version__matrix", "advice__matrix_version", "advice__issued_by")


@dataclass(frozen=True)
class Given:
    """A verdict as the visitor was told it: on submitting (`by` is None), or by staff since."""

    version: MatrixVersion
    result: dict[str, Any]
    at: datetime
    by: User | None = None
    dropped: tuple[str, ...] = ()

    @property
    def headline(self) -> str:
        return str(self.result["explanation"][0])


def given(case: Case) -> list[Given]:
    """All verdicts that this case was given, the newest first; none without an intake."""
    if case.intake is None or case.intake.submitted_at is None:
        return []
    first = Given(case.intake.matrix_version, case.intake.result or {}, case.intake.submitted_at)
    return [
        *(
            Given(one.matrix_version, one.result, one.issued_at, one.issued_by, tuple(one.dropped))
            for one in case.advice.all()
        ),
        first,
    ]


def carried(
    intake: Intake, version: MatrixVersion, saved: Saved
) -> tuple[Answers, tuple[str, ...]]:
    """What was answered in *intake*, as answers to *version*, and what it has no place for."""
    before = intake.matrix_version.content
    return carry(to_answers(before, saved), before, version.content, gettext)


def advise(*, case: Case, version: MatrixVersion, saved: Saved, now: datetime) -> Advice:
    """The advice on *case* by *version*, not issued yet. *saved* is what its intake holds."""
    assert case.intake is not None
    answers, dropped = carried(case.intake, version, saved)
    result = report(version.content, answers, version.number, gettext)
    return Advice(
        case=case, matrix_version=version, result=result, dropped=list(dropped), issued_at=now
    )
