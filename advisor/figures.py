"""The points of a verdict as people read them: a picture of bars, and the table behind it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from advisor.address import Address
from advisor.core.model import Answers, Criterion, Matrix, Option
from advisor.core.result import Result
from advisor.grid import AlternativeView, alternatives
from advisor.picture import Part, Points, columns, picture


@dataclass(frozen=True)
class Shown:
    """An alternative's whole points: `71` or `71 to 79`."""

    alternative: AlternativeView
    shown: str


@dataclass(frozen=True)
class TableRow:
    """What a criterion contributes, with the answers (none is "not sure") that made it so."""

    criterion: Criterion
    row_url: str
    weight: int
    options: tuple[Option, ...]
    cells: list[Shown]


@dataclass(frozen=True)
class PictureBar:
    alternative: AlternativeView
    part: Part
    shown: str


@dataclass(frozen=True)
class PictureRow:
    criterion: Criterion
    weight: int
    track: float
    ticks: tuple[float, ...]
    bars: list[PictureBar]


@dataclass(frozen=True)
class Figures:
    """`drawn` are the alternatives in the picture; the table has them all."""

    drawn: list[AlternativeView]
    picture: list[PictureRow]
    table: list[TableRow]
    totals: list[Shown]


def figures(matrix: Matrix, answers: Answers, result: Result, at: Address | None) -> Figures:
    across = {one.key: one for one in alternatives(matrix)}
    shown, drawing = columns(result), picture(result)
    table = [
        TableRow(
            criterion=criterion,
            row_url=at.row(criterion.key) if at else "",
            weight=answers.weight(criterion),
            options=answers.chosen(criterion),
            cells=[Shown(across[k], _range(column.parts[number])) for k, column in shown.items()],
        )
        for number, criterion in enumerate(matrix.criteria)
    ]
    numbers = {criterion.key: number for number, criterion in enumerate(matrix.criteria)}
    rows = [
        PictureRow(
            criterion=matrix.criteria[numbers[line.criterion]],
            weight=line.weight,
            track=line.steps[-1],
            ticks=line.steps[:-1],
            bars=[
                PictureBar(
                    across[part.alternative],
                    part,
                    _range(shown[part.alternative].parts[numbers[line.criterion]]),
                )
                for part in line.parts
            ],
        )
        for line in drawing.lines
    ]
    totals = [Shown(across[key], _range(column.total)) for key, column in shown.items()]
    return Figures([across[key] for key in drawing.drawn], rows, table, totals)


def _range(points: Points) -> str:
    low, high = points
    if low == high:
        return str(low)
    return gettext("%(low)s to %(high)s") % {"low": low, "high": high}
