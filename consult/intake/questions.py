"""The questions of the brief: on which page each stands, and after which answers it applies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from consult.intake.brief import Budget, Reason, Stage, Timeline, Traffic, Users

BRIEF, PLANS = "brief", "plans"

Choices = list[tuple[str, StrPromise]]
# What was saved, by the key of its step.
Saved = Mapping[str, Any]


@dataclass(frozen=True)
class Question:
    """`fact` names the answer where it is read; `required` is the sentence that asks for it."""

    page: str
    name: str
    label: StrPromise
    fact: StrPromise
    hint: StrPromise | str = ""
    choices: Choices | None = None
    most: int = 0
    rows: int = 5
    required: StrPromise | str = ""
    applies: Callable[[Saved], bool] = lambda saved: True

    def said(self, value: str) -> str:
        """An answer to it in words."""
        return str(dict(self.choices).get(value, "")) if self.choices else value


def _stage(saved: Saved) -> str:
    return str(saved.get(BRIEF, {}).get("stage", ""))


def _runs(saved: Saved) -> bool:
    return _stage(saved) in (Stage.RUNNING, Stage.REWRITE)


def _is_rewritten(saved: Saved) -> bool:
    return _stage(saved) == Stage.REWRITE


QUESTIONS = (
    Question(
        BRIEF,
        "what",
        _("What is being built?"),
        _("What is being built"),
        _("For whom, and what it should do. A few sentences are enough."),
        most=2000,
        required=_("Write in a sentence or two what is being built."),
    ),
    Question(
        BRIEF,
        "stage",
        _("Where does it stand?"),
        _("Stage"),
        choices=Stage.choices,
        required=_("Choose where it stands."),
    ),
    Question(
        BRIEF,
        "integrations",
        _("Which other systems does it talk to? (optional)"),
        _("Integrations"),
        most=1000,
        rows=2,
    ),
    Question(
        BRIEF,
        "notes",
        _("Anything else we should know? (optional)"),
        _("Anything else"),
        most=5000,
    ),
    Question(
        PLANS,
        "today",
        _("What runs today?"),
        _("What runs today"),
        _("Languages, frameworks, databases, and where it is hosted."),
        most=1000,
        rows=2,
        required=_("Write in a few words what runs today."),
        applies=_runs,
    ),
    Question(
        PLANS,
        "reason",
        _("Why is it to be rewritten?"),
        _("Why it is rewritten"),
        choices=Reason.choices,
        required=_("Choose the main reason for the rewrite."),
        applies=_is_rewritten,
    ),
    Question(
        PLANS,
        "users",
        _("How many people will use it in its first year?"),
        _("Users"),
        choices=Users.choices,
        required=_("Choose how many people will use it, or “Not known yet”."),
    ),
    Question(
        PLANS,
        "traffic",
        _("How much traffic is expected at its busiest?"),
        _("Traffic"),
        choices=Traffic.choices,
        required=_("Choose how much traffic is expected, or “Not known yet”."),
    ),
    Question(
        PLANS,
        "timeline",
        _("When must it be live?"),
        _("Timeline"),
        choices=Timeline.choices,
        required=_("Choose when it must be live."),
    ),
    Question(
        PLANS,
        "budget",
        _("Which budget is planned?"),
        _("Budget"),
        choices=Budget.choices,
        required=_("Choose a budget, or “Prefer not to say”."),
    ),
)
NAMED = {question.name: question for question in QUESTIONS}


def asked(page: str, saved: Saved) -> Iterator[Question]:
    """The questions of *page* that apply after what was *saved*."""
    return (q for q in QUESTIONS if q.page == page and q.applies(saved))


def is_answered(page: str, saved: Saved) -> bool:
    """Whether *page* holds an answer to every question that applies and needs one."""
    answers = saved.get(page)
    if answers is None:
        return False
    return all(answers.get(q.name) for q in asked(page, saved) if q.required)


def without_what_no_longer_applies(
    saved: Saved,
) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """The pages that hold an answer whose question does not apply any more.

    By the page's key: what is left of it, and what was taken out.
    """
    changed = {}
    for page in (BRIEF, PLANS):
        answers = saved.get(page, {})
        out = {
            name: value
            for name, value in answers.items()
            if name in NAMED and not NAMED[name].applies(saved)
        }
        if out:
            changed[page] = ({k: v for k, v in answers.items() if k not in out}, out)
    return changed
