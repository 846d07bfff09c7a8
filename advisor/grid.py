"""A matrix as its form: alternatives across, and in each cell the choices that speak for one."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.core.model import Answers, Criterion, Matrix, Option


@dataclass(frozen=True)
class AlternativeView:
    """An alternative with its number, from which its hue follows on every page."""

    key: str
    name: str
    detail: str
    number: int


@dataclass(frozen=True)
class Reason:
    """Why an option has its anchor, 0 to 4, for one alternative."""

    alternative: AlternativeView
    anchor: int
    rationale: str


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
class Row:
    """A criterion, with its choices under the alternative that each speaks for."""

    criterion: Criterion
    places: list[Place]
    shared: list[Choice]
    choices: list[Choice]
    not_sure: bool


def alternatives(matrix: Matrix) -> list[AlternativeView]:
    return [
        AlternativeView(one.key, one.name, one.detail, number)
        for number, one in enumerate(matrix.alternatives, start=1)
    ]


def rows(matrix: Matrix, answers: Answers) -> list[Row]:
    return [_row(matrix, criterion, answers) for criterion in matrix.criteria]


def _row(matrix: Matrix, criterion: Criterion, answers: Answers) -> Row:
    chosen = answers.chosen(criterion)
    across = alternatives(matrix)
    choices = [
        Choice(option, option in chosen, [_reason(option, one) for one in across])
        for option in criterion.options
    ]
    led: dict[str | None, list[Choice]] = {one.key: [] for one in across} | {None: []}
    for choice in choices:
        led[choice.option.leader(matrix.alternatives)].append(choice)
    places = [Place(one, led[one.key]) for one in across]
    return Row(criterion, places, led[None], choices, not_sure=not chosen)


def _reason(option: Option, alternative: AlternativeView) -> Reason:
    cell = option.cells[alternative.key]
    return Reason(alternative, cell.anchor, cell.rationale)
