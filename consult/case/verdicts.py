"""The verdicts of a case as its own pages show them: the newest, and those that it replaced."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse

from advisor.address import Address
from advisor.context import fixed_address, verdict_context
from advisor.models import MatrixVersion
from consult.intake.attachments.fields import name_and_size
from consult.intake.models import Intake
from consult.intake.questions import Saved
from consult.intake.record import given_facts
from consult.leads.models import Case
from consult.leads.verdicts import Given, carried, given


@dataclass(frozen=True)
class Earlier:
    """A verdict that was replaced, in the sentences in which it was told."""

    number: int
    told_at: datetime
    headline: str
    sentences: list[str]
    dropped: tuple[str, ...]
    fit_url: str


def verdicts_context(case: Case, intake: Intake) -> dict[str, object]:
    """What was submitted, the newest verdict on it, and the earlier ones below."""
    newest, *replaced = given(case)
    version, saved = newest.version, intake.saved()
    attached = list(intake.attachments.all())
    at = _address(intake, version, saved)
    record = replace(at, path=reverse("fit:adr", args=[at.matrix.slug]))
    return verdict_context(version.content, at.answers, version.number) | {
        "facts": given_facts(intake.matrix_version.content, saved, attached),
        "attached": [name_and_size(one) for one in attached],
        "version": version,
        "told_at": newest.at,
        "dropped": newest.dropped,
        "fit_url": at.url(at.answers),
        "adr_url": record.url(at.answers),
        "earlier": [_earlier(one, intake, saved) for one in replaced],
    }


def _address(intake: Intake, version: MatrixVersion, saved: Saved) -> Address:
    """Where these answers stay with *version* on the matrix's own page."""
    answers, _ = carried(intake, version, saved)
    return fixed_address(version.content, answers, version.number)


def _earlier(one: Given, intake: Intake, saved: Saved) -> Earlier:
    headline, *sentences = one.result["explanation"]
    at = _address(intake, one.version, saved)
    return Earlier(
        number=one.version.number,
        told_at=one.at,
        headline=headline,
        sentences=sentences,
        dropped=one.dropped,
        fit_url=at.url(at.answers),
    )
