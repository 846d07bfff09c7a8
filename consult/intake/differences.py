"""Where two contents of one intake differ, in words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisor.core.model import Matrix
from consult.intake.attachments.fields import name_and_size
from consult.intake.models import Intake
from consult.intake.questions import Saved
from consult.intake.record import Fact, all_facts
from consult.intake.run import Overwritten, Run
from consult.intake.steps import TRAP


@dataclass(frozen=True)
class Difference:
    """One thing that was asked; a side is empty where it says nothing of it."""

    label: str
    one: str
    other: str


def differences(matrix: Matrix, one: Saved, other: Saved) -> list[Difference]:
    """What *one* and *other* answer differently, in the order of the pages."""
    ours, theirs = _by_name(all_facts(matrix, one)), _by_name(all_facts(matrix, other))
    names = {**dict.fromkeys(theirs), **dict.fromkeys(ours)}
    pairs = [(name, ours.get(name, ""), theirs.get(name, "")) for name in names]
    return [Difference(label, a, b) for (step, label), a, b in pairs if a != b]


def files_differ(shown: Collection[str] | None, intake: Intake) -> list[Difference]:
    """Where the files of *intake* are others than those *shown* on a page, if it is known which.

    They are named as the store names them.
    """
    attached = list(intake.attachments.all())
    if shown is None or set(shown) == {one.file.name for one in attached}:
        return []
    kept = [name_and_size(one) for one in attached if one.file.name in shown]
    gone = len(set(shown)) - len(kept)
    removed = ngettext("%(number)s removed since", "%(number)s removed since", gone)
    ours = [*kept, removed % {"number": gone}] if gone else kept
    theirs = ", ".join(name_and_size(one) for one in attached)
    return [Difference(_("Files"), ", ".join(ours), theirs)]


def _by_name(facts: list[Fact]) -> dict[tuple[str, str], str]:
    return {(fact.step, fact.label): fact.value for fact in facts}


@dataclass(frozen=True)
class TwoTabs:
    """A page that was saved from two tabs, of which the later one had not seen the earlier."""

    overwritten: Overwritten
    differences: list[Difference]


def two_tabs(run: Run) -> list[TwoTabs]:
    """Every page of which that is so, until somebody chooses or saves it again.

    A page from which only what no longer applies was taken out leaves nothing to choose.
    """
    found = [one for key in run.newest if key != TRAP and (one := run.overwritten(key))]
    compared = [
        TwoTabs(
            one,
            differences(
                run.matrix,
                {**run.saved, one.key: one.earlier.data},
                {**run.saved, one.key: one.later.data},
            ),
        )
        for one in found
    ]
    return [tabs for tabs in compared if tabs.differences]
