"""How promising the business of an enquiry is: from its budget, its timeline, and its fit.

Fit is how well the enquiry suits what the practice offers. Which stack suits the visitor is another
matter and is not read here: no answer to a matrix, and no verdict, makes a lead warmer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from consult.intake.brief import Budget, Reason, Stage, Timeline, Traffic, Users
from consult.intake.questions import BRIEF, PLANS

# Points from which on an enquiry is hot, or warm; below it is cold.
HOT, WARM = 7, 3


@dataclass(frozen=True)
class Enquiry:
    """What is read of a brief and of who wrote it. What was not said is empty."""

    budget: str = ""
    timeline: str = ""
    stage: str = ""
    reason: str = ""
    users: str = ""
    traffic: str = ""
    company: str = ""


@dataclass(frozen=True)
class Rule:
    """`sentence` says what is so of an enquiry that gets these points."""

    points: int
    sentence: StrPromise
    applies: Callable[[Enquiry], bool]


@dataclass(frozen=True)
class Reading:
    """`kind` is one of Case.Temperature; `reasons` are a sentence for each rule that applied."""

    kind: str
    points: int
    reasons: tuple[str, ...]


ARCHITECTURE = {Reason.SLOW, Reason.COSTLY, Reason.RIGID, Reason.END}

RULES = (
    # Budget
    Rule(4, _("The budget is above €75,000."), lambda e: e.budget == Budget.LARGEST),
    Rule(3, _("The budget is €20,000 to €75,000."), lambda e: e.budget == Budget.LARGE),
    Rule(1, _("The budget is €5,000 to €20,000."), lambda e: e.budget == Budget.MEDIUM),
    Rule(-2, _("The budget is under €5,000."), lambda e: e.budget == Budget.SMALL),
    # Timeline
    Rule(3, _("It must be live within a month."), lambda e: e.timeline == Timeline.NOW),
    Rule(2, _("It must be live within three months."), lambda e: e.timeline == Timeline.QUARTER),
    Rule(1, _("It must be live within a year."), lambda e: e.timeline == Timeline.YEAR),
    Rule(-1, _("There is no date yet."), lambda e: e.timeline == Timeline.OPEN),
    # Fit
    Rule(2, _("Something that runs is to be rewritten."), lambda e: e.stage == Stage.REWRITE),
    Rule(1, _("Something that runs is to be extended."), lambda e: e.stage == Stage.RUNNING),
    Rule(1, _("It is rewritten for its architecture."), lambda e: e.reason in ARCHITECTURE),
    Rule(
        1,
        _("More than 10,000 people will use it."),
        lambda e: e.users in (Users.MANY, Users.MASS),
    ),
    Rule(
        1,
        _("More than 100 requests a second are expected."),
        lambda e: e.traffic in (Traffic.HIGH, Traffic.HIGHEST),
    ),
    Rule(
        -1,
        _("At most 100 people and little traffic need little architecture."),
        lambda e: (e.users, e.traffic) == (Users.FEW, Traffic.LOW),
    ),
    Rule(1, _("A company is named."), lambda e: bool(e.company)),
)


def enquiry(saved: Mapping[str, Any], company: str) -> Enquiry:
    """What counts of the steps of an intake: its brief, and nothing of its matrix."""
    said = {**saved.get(BRIEF, {}), **saved.get(PLANS, {})}
    names = ("budget", "timeline", "stage", "reason", "users", "traffic")
    return Enquiry(**{name: str(said.get(name) or "") for name in names}, company=company)


def read(enquiry: Enquiry) -> Reading:
    """Add up the rules that apply."""
    applied = [rule for rule in RULES if rule.applies(enquiry)]
    points = sum(rule.points for rule in applied)
    kind = "hot" if points >= HOT else "warm" if points >= WARM else "cold"
    return Reading(kind, points, tuple(_reasons(applied)))


def _reasons(applied: list[Rule]) -> Iterator[str]:
    for rule in applied:
        yield f"{_signed(rule.points)}: {rule.sentence}"


def _signed(points: int) -> str:
    """`+3`, or `−1` with the sign of its own that a minus has in print."""
    return f"{points:+d}".replace("-", "\N{MINUS SIGN}")
