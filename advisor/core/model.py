"""The decision matrix and the answers to it, as frozen values.

`load_matrix` and `Matrix.from_document` are the doors: they check everything that the format
promises, across the parts too, and report all faults at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from .faults import cross_faults, model_faults
from .problems import UNPRINTABLE, Problem

MAX_FILE_CHARACTERS = 2_000_000

# tomllib's work grows with the square of a dotted key's parts; ours have two.
_DEEP_KEY = re.compile(
    r"""(?:^[ \t\[]*|[{,\[][ \t]*)(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){8}""",
    re.MULTILINE,
)


class MatrixError(ValueError):
    """A matrix that cannot be used, with every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def _whole(low: int, high: int) -> BeforeValidator:
    def check(value: object) -> object:
        if type(value) is not int or not low <= value <= high:
            raise PydanticCustomError("whole", f"must be an integer from {low} to {high}")
        return value

    return BeforeValidator(check)


def _text(most: int, *, blank: bool = False) -> BeforeValidator:
    def check(value: object) -> object:
        if not isinstance(value, str):
            raise PydanticCustomError("text", "must be text")
        if len(value) > most:
            raise PydanticCustomError("text", f"must have at most {most} characters")
        if UNPRINTABLE.search(value):
            raise PydanticCustomError("text", "must not contain control characters")
        if not blank and not value.strip():
            raise PydanticCustomError("text", "must not be blank")
        return value

    return BeforeValidator(check)


def _matching(pattern: str, most: int, message: str) -> BeforeValidator:
    def check(value: object) -> object:
        if not isinstance(value, str) or len(value) > most or not re.fullmatch(pattern, value):
            raise PydanticCustomError("matching", f"must be {message} of at most {most} characters")
        return value

    return BeforeValidator(check)


def _at_most(entries: int) -> BeforeValidator:
    """Refuses a long list before looking into it."""

    def check(value: object) -> object:
        if isinstance(value, list | tuple) and len(value) > entries:
            raise PydanticCustomError("length", f"must have at most {entries} entries")
        return value

    return BeforeValidator(check)


def _day(value: object) -> object:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise PydanticCustomError("day", "must be a date such as 2026-01-31")
    return value


Key = Annotated[str, _matching(r"[a-z][a-z0-9_]*", 50, "a lower-case identifier")]
Slug = Annotated[str, _matching(r"[a-z0-9]+(-[a-z0-9]+)*", 80, "a lower-case slug")]
Url = Annotated[str, _matching(r"https?://[^\s<>\"\\^`{|}]+", 500, "an http or https address")]
Name = Annotated[str, _text(100)]
Label = Annotated[str, _text(300)]
Prose = Annotated[str, _text(500)]
Anchor = Annotated[int, _whole(0, 4)]
Weight = Annotated[int, _whole(0, 5)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Frozen):
    title: Label
    url: Url
    as_of: Annotated[date, BeforeValidator(_day)]


class Cell(_Frozen):
    """How well an alternative suits an option: 0 rules it out in practice, 4 was made for it."""

    anchor: Anchor
    rationale: Annotated[str, _text(500, blank=True)]
    source: Source | None = None


class Alternative(_Frozen):
    key: Key
    name: Name
    detail: Annotated[str, _text(100, blank=True)]


class Option(_Frozen):
    """One possible answer, with a cell and perhaps a reason for exclusion by alternative's key."""

    key: Key
    label: Label
    cells: dict[str, Cell]
    excludes: dict[str, Prose] = {}

    def leader(self, alternatives: Iterable[Alternative]) -> str | None:
        """The key of the alternative whose anchor is strictly the highest, None on a tie."""
        ranked = sorted(alternatives, key=lambda a: -self.cells[a.key].anchor)
        first, second = (self.cells[a.key].anchor for a in ranked[:2])
        return ranked[0].key if first > second else None


class Criterion(_Frozen):
    key: Key
    name: Name
    question: Label
    why: Annotated[str, _text(500, blank=True)]
    weight: Weight
    choice: Literal["single", "multiple"] = "single"
    options: Annotated[tuple[Option, ...], _at_most(6)]


class Matrix(_Frozen):
    slug: Slug
    title: Annotated[str, _text(200)]
    close_call: Annotated[int, _whole(1, 100)] = 8
    clear: Annotated[int, _whole(1, 100)] = 20
    floor: Annotated[int, _whole(0, 100)] = 40
    alternatives: Annotated[tuple[Alternative, ...], _at_most(20)]
    criteria: Annotated[tuple[Criterion, ...], _at_most(50)]

    @classmethod
    def from_document(cls, document: object) -> Self:
        """A matrix from parsed TOML or JSON. Raises MatrixError with all faults."""
        try:
            matrix = cls.model_validate(document)
        except ValidationError as error:
            raise MatrixError((*model_faults(error), *cross_faults(document))) from None
        if problems := cross_faults(document):
            raise MatrixError(problems)
        return matrix

    def document(self) -> dict[str, Any]:
        """The matrix as JSON-safe values; `from_document` gives the same matrix back."""
        return self.model_dump(mode="json", exclude_none=True)


class Answers(_Frozen):
    """Chosen option keys by criterion ("not sure" is absent), and the weights that were changed."""

    answers: dict[str, tuple[str, ...]] = {}
    weights: dict[str, Weight] = {}

    def chosen(self, criterion: Criterion) -> tuple[Option, ...]:
        """The chosen options in the order of the file; none is "not sure"."""
        keys = self.answers.get(criterion.key, ())
        return tuple(option for option in criterion.options if option.key in keys)

    def weight(self, criterion: Criterion) -> int:
        return self.weights.get(criterion.key, criterion.weight)

    def document(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


def load_matrix(toml_text: str) -> Matrix:
    """A matrix from the text of its file. Raises MatrixError with all faults."""
    return Matrix.from_document(_parsed(toml_text))


def _parsed(toml_text: str) -> dict[str, Any]:
    if len(toml_text) > MAX_FILE_CHARACTERS:
        message = f"must have at most {MAX_FILE_CHARACTERS} characters"
        raise MatrixError([Problem("matrix", message)])
    if deep := _DEEP_KEY.search(toml_text):
        line = toml_text.count("\n", 0, deep.start()) + 1
        raise MatrixError([Problem(f"line {line}", "has a key of too many parts")])
    try:
        return tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as error:
        raise MatrixError([Problem("matrix", f"is not TOML: {error}")]) from None
    except RecursionError:
        raise MatrixError([Problem("matrix", "is nested too deeply")]) from None
