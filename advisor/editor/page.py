"""What the templates of the grid are given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from advisor.editor.fields import ALTERNATIVE, CRITERION, MOST, Document, Fields, fields_of

ANCHORS: dict[str, Promise] = {
    "0": _("rules it out"),
    "1": _("against the grain"),
    "2": _("workable with effort"),
    "3": _("good without effort"),
    "4": _("made for this"),
}
CHOICES: dict[str, Promise] = {"single": _("one answer"), "multiple": _("several answers")}


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell and its field's names. `number` is its alternative's, from which its hue follows."""

    at: str
    excludes_at: str
    number: int
    alternative: str
    anchor: str
    word: str
    rationale: str
    title: str
    url: str
    as_of: str
    excludes: str

    @property
    def has_source(self) -> bool:
        return bool(self.title or self.url or self.as_of)


@dataclass(frozen=True, slots=True)
class OptionView:
    at: str
    number: int
    label: str
    key: str
    cells: list[CellView]


@dataclass(frozen=True, slots=True)
class CriterionView:
    at: str
    number: int
    key: str
    name: str
    question: str
    why: str
    weight: str
    choice: str
    choices: dict[str, str]
    options: list[OptionView]
    first: bool
    last: bool
    full: bool


@dataclass(frozen=True, slots=True)
class AlternativeView:
    at: str
    number: int
    key: str
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class GridView:
    """The grid as text in fields. `full` names the lists that take no more entries."""

    alternatives: list[AlternativeView]
    criteria: list[CriterionView]
    full: list[str]


def grid_view(fields: Fields) -> GridView:
    """The grid of *fields* as `fields_of` gives them."""
    alternatives = [
        AlternativeView(at, number, *(fields[f"{at}.{name}"] for name in ALTERNATIVE))
        for number, at in _entries(fields, "alternatives")
    ]
    criteria = [
        _criterion(fields, at, number, alternatives) for number, at in _entries(fields, "criteria")
    ]
    sizes = {"alternatives": len(alternatives), "criteria": len(criteria)}
    return GridView(alternatives, criteria, [name for name in sizes if sizes[name] >= MOST[name]])


def _entries(fields: Fields, name: str) -> Iterator[tuple[int, str]]:
    """The entries of a list: their numbers, from 1, and their places."""
    number = 0
    while f"{name}.{number}.key" in fields:
        yield number + 1, f"{name}.{number}"
        number += 1


def _criterion(
    fields: Fields, at: str, number: int, alternatives: list[AlternativeView]
) -> CriterionView:
    options = [
        OptionView(
            option,
            n,
            fields[f"{option}.label"],
            fields[f"{option}.key"],
            [_cell(fields, option, one) for one in alternatives],
        )
        for n, option in _entries(fields, f"{at}.options")
    ]
    choice = fields[f"{at}.choice"]
    return CriterionView(
        at=at,
        number=number,
        choices={choice: choice, **{key: str(name) for key, name in CHOICES.items()}},
        options=options,
        first=number == 1,
        last=f"criteria.{number}.key" not in fields,
        full=len(options) >= MOST["options"],
        **{name: fields[f"{at}.{name}"] for name in CRITERION},
    )


def _cell(fields: Fields, option: str, alternative: AlternativeView) -> CellView:
    at = f"{option}.cells.{alternative.number - 1}"
    excludes_at = f"{option}.excludes.{alternative.number - 1}"
    anchor = fields[f"{at}.anchor"]
    return CellView(
        at=at,
        excludes_at=excludes_at,
        number=alternative.number,
        alternative=alternative.name,
        anchor=anchor,
        word=str(ANCHORS.get(anchor, "")),
        rationale=fields[f"{at}.rationale"],
        title=fields[f"{at}.source.title"],
        url=fields[f"{at}.source.url"],
        as_of=fields[f"{at}.source.as_of"],
        excludes=fields[excludes_at],
    )


class GridContext(TypedDict):
    """The context of `_grid.html`, and of `_grid_criterion.html` for one of its criteria."""

    fields: Fields
    grid: GridView
    anchors: dict[str, Promise]


def grid_context(document: Document) -> GridContext:
    fields = fields_of(document)
    return GridContext(fields=fields, grid=grid_view(fields), anchors=ANCHORS)
