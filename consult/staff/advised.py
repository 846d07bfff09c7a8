"""The verdicts of one case on the page of its lead, and whether a newer version disagrees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from advisor.models import MatrixVersion
from advisor.verdict import VerdictView, verdict_view
from consult.intake.questions import Saved
from consult.intake.record import Fact, given_facts
from consult.leads.models import Case
from consult.leads.verdicts import Given, advise, carried, given
from consult.staff.replay import compare, saved_of

# The newest version of a matrix, by the matrix's id.
Newest = Mapping[int, MatrixVersion]


@dataclass(frozen=True)
class Advised:
    """What was said in an intake, and every verdict on it, the newest first.

    `another` is what the matrix's newest version says where that is another verdict; empty where
    it is not, and for closed leads.
    """

    facts: list[Fact]
    verdict: VerdictView
    given: list[Given]
    newest: MatrixVersion
    another: str


def newest_versions(cases: Iterable[Case]) -> Newest:
    """Of every matrix that these cases were submitted on, in one query."""
    matrices = {case.intake.matrix_version.matrix_id for case in cases if case.intake}
    versions = MatrixVersion.objects.filter(matrix__in=matrices)
    ordered = versions.order_by("matrix_id", "-number").distinct("matrix_id")
    return {version.matrix_id: version for version in ordered}


def advised(case: Case, versions: Newest, now: datetime) -> Advised:
    """Of a case that has an intake."""
    assert case.intake is not None
    submitted, told, saved = case.intake.matrix_version, given(case), saved_of(case)
    current, newest = told[0].version, versions[submitted.matrix_id]
    answers, _ = carried(case.intake, current, saved)
    return Advised(
        facts=given_facts(submitted.content, saved),
        verdict=verdict_view(current.content, answers),
        given=told,
        newest=newest,
        another=_another(case, newest, saved, now) if current.number < newest.number else "",
    )


def _another(case: Case, newest: MatrixVersion, saved: Saved, now: datetime) -> str:
    if case.lead.is_closed or compare(case, newest, saved).change != "verdict":
        return ""
    advice = advise(case=case, version=newest, saved=saved, now=now)
    return str(advice.result["explanation"][0])
