"""One line of an explanation, and the cell behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..model import Option, Source
from .phrases import Gettext

Role = Literal[
    "headline",
    "excluded",
    "compared",
    "deciding",
    "against",
    "contradiction",
    "trailing",
    "shortfall",
    "firmness",
    "open",
    "flip",
]


@dataclass(frozen=True, slots=True)
class Sentence:
    """`rationale` quotes the matrix in its own language.

    Where a line rests on a cell, the three keys say which one, and `source` is that cell's own.
    """

    role: Role
    text: str
    criterion: str | None = None
    option: str | None = None
    alternative: str | None = None
    rationale: str | None = None
    source: Source | None = None

    def said(self, gettext: Gettext) -> str:
        """The sentence with its quotation, as one text."""
        if self.rationale is None:
            return self.text
        return gettext("%(sentence)s “%(quotation)s”") % {
            "sentence": self.text,
            "quotation": self.rationale,
        }

    def __str__(self) -> str:
        return self.said(str)


def on_cell(role: Role, text: str, criterion: str, option: Option, alternative: str) -> Sentence:
    """A sentence about one cell, which is not quoted."""
    source = option.cells[alternative].source
    return Sentence(role, text, criterion, option.key, alternative, source=source)


def quoting(role: Role, text: str, criterion: str, option: Option, alternative: str) -> Sentence:
    """A sentence that quotes the rationale of its cell, where there is one."""
    cell = option.cells[alternative]
    rationale = cell.rationale if cell.rationale.strip() else None
    return Sentence(role, text, criterion, option.key, alternative, rationale, cell.source)
