"""What is said at the fields of the grid: faults, and what another editor has there instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advisor.core.differences import Change, differences
from advisor.core.model import Matrix, MatrixError
from advisor.core.problems import Problem
from advisor.editor.fields import Document, Fields, walk

_LABELS: dict[str, Promise] = {
    "slug": _("slug"),
    "title": _("title"),
    "close_call": _("close call under"),
    "clear": _("clear from"),
    "floor": _("floor"),
    "alternatives": _("alternatives"),
    "criteria": _("criteria"),
    "options": _("options"),
    "key": _("key"),
    "name": _("name"),
    "detail": _("detail"),
    "question": _("question"),
    "why": _("why we ask"),
    "weight": _("weight"),
    "choice": _("choice"),
    "label": _("text"),
    "anchor": _("anchor"),
    "rationale": _("rationale"),
    "source": _("source"),
    "url": _("address"),
    "as_of": _("as of"),
    "excludes": _("ruled out because"),
}
_STEP = re.compile(r"(alternatives|criteria|options|cells|excludes)\.([0-9]+)|([a-z_]+)")
_BLOCK = re.compile(r"alternatives|criteria(\[[0-9]+\](\.options(\[[0-9]+\])?)?)?")
_ALL_CELLS = re.compile(r"criteria\[[0-9]+\]\.options\[[0-9]+\]\.(cells|excludes)")


@dataclass(frozen=True, slots=True)
class ProblemView:
    """One fault: its field, or the block it stands in (both as ids, empty without), in words."""

    field: str
    target: str
    place: list[str]
    message: str


@dataclass(frozen=True, slots=True)
class TheirsView:
    """What the other editor has in a field that both have."""

    field: str
    value: str


def problems_of(document: Document) -> list[ProblemView]:
    """What the matrix's own model says is wrong, each fault at its field."""
    try:
        Matrix.from_document(document)
    except MatrixError as error:
        found = error.problems
    else:
        return []
    fields: Fields = {}
    names: dict[str, str] = {}
    for field in walk(document):
        fields[field.name] = field.value
        names.setdefault(field.at, field.name)
    # An alternative's bad key is at fault for all its cells, and said once.
    if any(problem.at.startswith("alternatives[") for problem in found):
        found = tuple(problem for problem in found if not _ALL_CELLS.fullmatch(problem.at))
    return [_problem(problem, names, fields) for problem in found]


def _problem(problem: Problem, names: Mapping[str, str], fields: Fields) -> ProblemView:
    if field := names.get(problem.at, ""):
        return ProblemView(field, field, _words(fields, field), problem.message)
    if _BLOCK.fullmatch(problem.at):
        target = problem.at.replace("[", ".").replace("]", "")
        return ProblemView("", target, _words(fields, target), problem.message)
    return ProblemView("", "", [problem.at], problem.message)


def _words(fields: Fields, name: str) -> list[str]:
    """A field's place as its author calls it: `Team expertise`, `Python`, `Node.js`, `anchor`."""
    words, at = [], ""
    for entries, position, leaf in _STEP.findall(name):
        number = int(position) + 1 if position else 0
        if entries in ("cells", "excludes", "alternatives"):
            words.append(
                fields.get(f"alternatives.{position}.name", "").strip()
                or gettext("Alternative %(number)s") % {"number": number}
            )
        elif entries == "criteria":
            at = f"criteria.{position}"
            criterion = gettext("Criterion %(number)s") % {"number": number}
            words.append(fields.get(f"{at}.name", "").strip() or criterion)
        elif entries == "options":
            option = gettext("Option %(number)s") % {"number": number}
            words.append(fields.get(f"{at}.options.{position}.label", "").strip() or option)
        if leaf or entries == "excludes":
            words.append(str(_LABELS[leaf or entries]))
    return words


def theirs_of(theirs: Document, yours: Document) -> list[TheirsView]:
    """What the other editor has in the fields of yours that differ."""
    names = {field.by_keys: field.name for field in walk(yours)}
    return [
        TheirsView(names[value.at], "" if value.before is None else str(value.before))
        for change in differences(theirs, yours, gettext)
        for value in _values(change)
        if value.at in names
    ]


def _values(change: Change) -> tuple[Change, ...]:
    """The single values of a change; none where what was added as a whole is theirs or yours."""
    if not change.parts:
        return (change,)
    return change.parts if change.at.endswith(".source") else ()
