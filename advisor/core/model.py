"""The decision matrix and the answers to it, as frozen values.

`load_matrix` and `Matrix.from_document` are the doors: they check everything that the format
promises, across the parts too, and report all faults at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from .anchors import UNITS, Anchors, to_row
from .faults import MOST_CELLS, cross_faults, model_faults
from .problems import Problem
from .toml import MAX_FILE_CHARACTERS, TOO_LONG, read_toml, to_toml
from .values import (
    Anchor,
    Day,
    Key,
    Label,
    Name,
    Prose,
    Slug,
    Url,
    Weight,
    list_of,
    no_longer,
    table_of,
    text,
    whole,
)


class MatrixError(ValueError):
    """A matrix that cannot be used, with every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _is_short(cls, value: object) -> object:
        """Keys that are not known are named one by one, but not a hundred thousand of them."""
        return no_longer(value, 2 * len(cls.model_fields)) if isinstance(value, dict) else value


class Source(_Frozen):
    title: Label
    url: Url
    as_of: Day


class Cell(_Frozen):
    """How well an alternative suits an option: 0 rules it out in practice, 4 was made for it."""

    anchor: Anchor
    rationale: Annotated[str, text(500, blank=True)]
    source: Source | None = None


class Alternative(_Frozen):
    key: Key
    name: Name
    detail: Annotated[str, text(100, blank=True)]


class Option(_Frozen):
    """One possible answer, with a cell and perhaps a reason for exclusion by alternative's key."""

    key: Key
    label: Label
    cells: Annotated[dict[str, Cell], table_of(MOST_CELLS)]
    excludes: Annotated[dict[str, Prose], table_of(MOST_CELLS)] = {}

    def leader(self, alternatives: Iterable[Alternative]) -> str | None:
        """The key of the alternative whose anchor is strictly the highest, None on a tie."""
        ranked = sorted(alternatives, key=lambda a: -self.cells[a.key].anchor)
        first, second = (self.cells[a.key].anchor for a in ranked[:2])
        return ranked[0].key if first > second else None


class Criterion(_Frozen):
    key: Key
    name: Name
    question: Label
    why: Annotated[str, text(500, blank=True)]
    weight: Weight
    choice: Literal["single", "multiple"] = "single"
    options: Annotated[tuple[Option, ...], list_of(6)]


class Matrix(_Frozen):
    slug: Slug
    title: Annotated[str, text(200)]
    close_call: Annotated[int, whole(1, 100)] = 8
    clear: Annotated[int, whole(1, 100)] = 20
    floor: Annotated[int, whole(0, 100)] = 40
    alternatives: Annotated[tuple[Alternative, ...], list_of(20)]
    criteria: Annotated[tuple[Criterion, ...], list_of(50)]

    @classmethod
    def from_document(cls, document: object) -> Self:
        """A matrix from parsed TOML or JSON. Raises MatrixError with all faults."""
        try:
            matrix = cls.model_validate(document)
        except ValidationError as error:
            raise MatrixError((*model_faults(error), *cross_faults(document))) from None
        if problems := cross_faults(document):
            raise MatrixError(problems)
        if len(to_toml(matrix)) > MAX_FILE_CHARACTERS:
            raise MatrixError([TOO_LONG])
        return matrix

    def document(self) -> dict[str, Any]:
        """The matrix as JSON-safe values; `from_document` gives the same matrix back."""
        return self.model_dump(mode="json", exclude_none=True)

    @cached_property
    def anchors(self) -> tuple[Anchors, ...]:
        """What scoring needs of each criterion, in the order of the file."""
        keys = [alternative.key for alternative in self.alternatives]
        return tuple(
            Anchors(
                key=c.key,
                weight=c.weight,
                count=len(keys),
                rows={
                    o.key: to_row(UNITS * o.cells[key].anchor for key in keys) for o in c.options
                },
                excluded={
                    o.key: frozenset(a for a, key in enumerate(keys) if key in o.excludes)
                    for o in c.options
                    if o.excludes
                },
            )
            for c in self.criteria
        )

    def __copy__(self) -> Self:
        """Without `anchors`, because `model_copy` may then replace what they are made of."""
        copied = super().__copy__()
        copied.__dict__.pop("anchors", None)
        return copied


class Answers(_Frozen):
    """Chosen option keys by criterion ("not sure" is absent), and the weights that were changed."""

    answers: dict[str, tuple[str, ...]] = {}
    weights: dict[str, Weight] = {}

    def chosen(self, criterion: Criterion) -> tuple[Option, ...]:
        """The chosen options in the order of the file; none is "not sure"."""
        keys = self.answers.get(criterion.key, ())
        return tuple(option for option in criterion.options if option.key in keys)

    def instead(self, criterion: Criterion, option: Option) -> Answers:
        """The same with this option alone as the answer."""
        return self.model_copy(update={"answers": self.answers | {criterion.key: (option.key,)}})

    def weight(self, criterion: Criterion) -> int:
        return self.weights.get(criterion.key, criterion.weight)

    def document(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


def load_matrix(toml_text: str) -> Matrix:
    """A matrix from the text of its file. Raises MatrixError with all faults."""
    document = read_toml(toml_text)
    if isinstance(document, Problem):
        raise MatrixError([document])
    return Matrix.from_document(document)
