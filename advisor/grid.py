"""A matrix as its form: alternatives across, and in each cell the choices that speak for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from advisor.core.model import Answers, Cell, Criterion, Matrix, Option

WEIGHTS = range(6)


@dataclass(frozen=True)
class AlternativeView:
    """An alternative with its number, from which its hue follows on every page."""

    key: str
    name: str
    detail: str
    number: int


@dataclass(frozen=True)
class Reason:
    """Why an option has its anchor, 0 to 4, for one alternative, and why it rules it out, if it
    does; `id` is the cell's on its page, and `mark` draws the anchor."""

    id: str
    alternative: AlternativeView
    cell: Cell
    mark: str
    excludes: str | None


@dataclass(frozen=True)
class Choice:
    option: Option
    checked: bool
    reasons: list[Reason]


@dataclass(frozen=True)
class Place:
    """The circumstances under which one alternative is the one to choose."""

    alternative: AlternativeView
    choices: list[Choice]


@dataclass(frozen=True)
class WeightChoice:
    """The author's own weight has an empty value: an address carries only what was changed."""

    weight: int
    value: str
    checked: bool


@dataclass(frozen=True)
class Row:
    """A criterion, with its choices under the alternative that each speaks for."""

    id: str
    why_id: str
    criterion: Criterion
    places: list[Place]
    shared: list[Choice]
    choices: list[Choice]
    not_sure: bool
    weights: list[WeightChoice]


def cell_id(criterion: str, option: str, alternative: str) -> str:
    return f"cell-{criterion}-{option}-{alternative}"


def why_id(criterion: str) -> str:
    return f"why-{criterion}"


def row_id(criterion: str) -> str:
    return f"criterion-{criterion}"


def alternatives(matrix: Matrix) -> list[AlternativeView]:
    return [
        AlternativeView(one.key, one.name, one.detail, number)
        for number, one in enumerate(matrix.alternatives, start=1)
    ]


def rows(matrix: Matrix, answers: Answers) -> list[Row]:
    across = alternatives(matrix)
    # Thousands of cells share these five.
    marks = [render_to_string("advisor/_anchor.html", {"anchor": anchor}) for anchor in range(5)]
    return [_row(matrix, across, marks, criterion, answers) for criterion in matrix.criteria]


def _row(
    matrix: Matrix,
    across: list[AlternativeView],
    marks: Sequence[str],
    criterion: Criterion,
    answers: Answers,
) -> Row:
    chosen = answers.chosen(criterion)
    choices = [
        Choice(
            option,
            checked=option in chosen,
            reasons=[_reason(criterion, option, one, marks) for one in across],
        )
        for option in criterion.options
    ]
    led: dict[str | None, list[Choice]] = {one.key: [] for one in across} | {None: []}
    for choice in choices:
        led[choice.option.leader(matrix.alternatives)].append(choice)
    return Row(
        id=row_id(criterion.key),
        why_id=why_id(criterion.key),
        criterion=criterion,
        places=[Place(one, led[one.key]) for one in across],
        shared=led[None],
        choices=choices,
        not_sure=not chosen,
        weights=[_weight(criterion, weight, answers) for weight in WEIGHTS],
    )


def _reason(
    criterion: Criterion, option: Option, alternative: AlternativeView, marks: Sequence[str]
) -> Reason:
    key = alternative.key
    at, cell = cell_id(criterion.key, option.key, key), option.cells[key]
    return Reason(at, alternative, cell, marks[cell.anchor], option.excludes.get(key))


def _weight(criterion: Criterion, weight: int, answers: Answers) -> WeightChoice:
    value = "" if weight == criterion.weight else str(weight)
    return WeightChoice(weight, value, checked=weight == answers.weight(criterion))
