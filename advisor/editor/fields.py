"""A matrix document as flat form fields named by their place, and back. Either may have faults.

`criteria.2.options.0.cells.1.anchor` is a field's name: everything stands at its position, the
alternatives too, so that a key may be changed, left blank, or typed twice, and no cell is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.core.differences import DEFAULTS
from advisor.core.problems import quoted

Document = dict[str, Any]
Fields = dict[str, str]

MOST = {"alternatives": 20, "criteria": 50, "options": 6}
MATRIX = ("title", "close_call", "clear", "floor")
ALTERNATIVE = ("key", "name", "detail")
CRITERION = ("key", "name", "question", "why", "weight", "choice")
OPTION = ("key", "label")
CELL = ("anchor", "rationale")
SOURCE = ("title", "url", "as_of")
NUMBERS = frozenset({"close_call", "clear", "floor", "weight", "anchor"})

_NUMBER = re.compile("0|[1-9][0-9]{0,5}")
# What jsonb cannot store. Everything else stays as it was typed, and the model says what is wrong.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Field:
    """One value with its place, three times: as the form names it, as MatrixError, and by keys."""

    name: str
    at: str
    by_keys: str
    value: str


def fields_of(document: Mapping[str, Any]) -> Fields:
    """Every field of *document*, the empty ones too."""
    return {field.name: field.value for field in walk(document)}


def document_from(fields: Mapping[str, str], slug: str) -> Document:
    """The document that *fields* describe; what they do not name is empty, and nothing is refused.

    Whole numbers are integers, anything else stays as typed. A list goes on as long as its
    entries have a field `key`, to the limit of the format, so its size is bounded by `fields`.
    """
    alternatives = [_table(fields, at, ALTERNATIVE) for at in _entries(fields, "alternatives")]
    keys = cell_keys(alternatives)
    return {
        "slug": slug,
        **_table(fields, "", MATRIX),
        "alternatives": alternatives,
        "criteria": [
            {
                **_table(fields, at, CRITERION),
                "options": [
                    _option(fields, option, keys) for option in _entries(fields, f"{at}.options")
                ],
            }
            for at in _entries(fields, "criteria")
        ],
    }


def cell_keys(alternatives: Iterable[object]) -> list[str]:
    """Under which key each alternative's cells are kept: its own or, while that is blank or taken,
    one that stands for its position and can be no alternative's own."""
    keys: list[str] = []
    for position, alternative in enumerate(alternatives):
        key = _text(_mapping(alternative).get("key"))
        usable = key and key not in keys and not key.startswith("#")
        keys.append(key if usable else f"#{position}")
    return keys


def walk(document: Mapping[str, Any]) -> Iterator[Field]:
    """Every field of *document* in the order of the form."""
    alternatives = _list(document, "alternatives")
    keys = cell_keys(alternatives)
    yield from _Place("", "", "").values(document, MATRIX)
    for at, alternative in _Place("", "", "").entries(alternatives, "alternatives"):
        yield from at.values(alternative, ALTERNATIVE)
    for at, criterion in _Place("", "", "").entries(_list(document, "criteria"), "criteria"):
        yield from at.values(criterion, CRITERION)
        for place, option in at.entries(_list(criterion, "options"), "options"):
            yield from place.values(option, OPTION)
            cells, excludes = _mapping(option.get("cells")), _mapping(option.get("excludes"))
            for position, key in enumerate(keys):
                cell = _mapping(cells.get(key))
                inside = place.cell("cells", position, key)
                yield from inside.values(cell, CELL)
                yield from inside.down("source").values(_mapping(cell.get("source")), SOURCE)
                excluded = place.cell("excludes", position, key)
                reason = _text(excludes.get(key))
                yield Field(excluded.name, excluded.at, excluded.by_keys, reason)


@dataclass(frozen=True, slots=True)
class _Place:
    name: str
    at: str
    by_keys: str

    def values(self, table: Mapping[str, Any], names: Iterable[str]) -> Iterator[Field]:
        for name in names:
            place = self.down(name)
            yield Field(
                place.name, place.at, place.by_keys, _text(table.get(name, DEFAULTS.get(name)))
            )

    def entries(
        self, entries: list[object], name: str
    ) -> Iterator[tuple[_Place, Mapping[str, Any]]]:
        inside = self.down(name)
        for position, entry in enumerate(map(_mapping, entries)):
            key = _text(entry.get("key"))
            yield (
                _Place(
                    f"{inside.name}.{position}",
                    f"{inside.at}[{position}]",
                    f"{inside.by_keys}.{key}",
                ),
                entry,
            )

    def cell(self, name: str, position: int, key: str) -> _Place:
        inside = self.down(name)
        return _Place(
            f"{inside.name}.{position}", f"{inside.at}.{quoted(key)}", f"{inside.by_keys}.{key}"
        )

    def down(self, name: str) -> _Place:
        if not self.name:
            return _Place(name, name, name)
        return _Place(f"{self.name}.{name}", f"{self.at}.{name}", f"{self.by_keys}.{name}")


def _entries(fields: Mapping[str, str], at: str) -> Iterator[str]:
    for position in range(MOST[at.rpartition(".")[2]]):
        if f"{at}.{position}.key" not in fields:
            return
        yield f"{at}.{position}"


def _option(fields: Mapping[str, str], at: str, keys: list[str]) -> Document:
    reasons = {key: _typed(fields, f"{at}.excludes.{i}") for i, key in enumerate(keys)}
    return {
        **_table(fields, at, OPTION),
        "cells": {key: _cell(fields, f"{at}.cells.{i}") for i, key in enumerate(keys)},
        "excludes": {key: reason for key, reason in reasons.items() if reason},
    }


def _cell(fields: Mapping[str, str], at: str) -> Document:
    source = _table(fields, f"{at}.source", SOURCE)
    return _table(fields, at, CELL) | ({"source": source} if any(source.values()) else {})


def _table(fields: Mapping[str, str], at: str, names: Iterable[str]) -> Document:
    values = {name: _typed(fields, f"{at}.{name}" if at else name) for name in names}
    return {
        name: int(value) if name in NUMBERS and _NUMBER.fullmatch(value) else value
        for name, value in values.items()
    }


def _typed(fields: Mapping[str, str], name: str) -> str:
    return _text(fields.get(name))


def _text(value: object) -> str:
    """A value as its field shows it; only what can be stored."""
    if value is None or isinstance(value, dict | list):
        return ""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", str(value))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(table: Mapping[str, Any], name: str) -> list[object]:
    """Not more than the format allows, for no form has more."""
    value = table.get(name)
    return value[: MOST[name]] if isinstance(value, list) else []
