"""What can be done to a document besides typing: add, remove, and move what it is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.editor.fields import MOST, Document, cell_keys

# The lists by the last part of their path: what an entry is called in a new key, where the
# keyboard goes in one, and what a new one holds.
_ENTRIES: dict[str, tuple[str, str, Document]] = {
    "alternatives": ("alternative", "name", {"name": "", "detail": ""}),
    "criteria": (
        "criterion",
        "name",
        {"name": "", "question": "", "why": "", "weight": 3, "choice": "single"},
    ),
    "options": ("option", "label", {"label": ""}),
}
_EDIT = re.compile(
    r"(?P<path>alternatives|criteria|criteria\.(?P<criterion>[0-9]{1,2})\.options)"
    r"\.(?:add|(?P<position>[0-9]{1,2})\.(?P<move>remove|up|down))"
)


class BadEdit(ValueError):
    """Not something that can be done to this document."""


def edit(document: Document, what: str) -> tuple[Document, str]:
    """*document* after one edit, and where the keyboard goes on: a field's name or an edit.

    *what* is `criteria.add`, `criteria.2.options.0.remove`, `alternatives.1.up`, and so on. The
    document is one that `document_from` made, and stays as it was. Raises BadEdit.
    """
    parts = _EDIT.fullmatch(what)
    if not parts:
        raise BadEdit(what)
    path, kind = parts["path"], parts["path"].rpartition(".")[2]
    count = len(_entries(document, path))
    if parts["position"] is None:
        if count >= MOST[kind]:
            raise BadEdit(what)
        return _with(document, path, [*range(count), None]), f"{path}.{count}.{_ENTRIES[kind][1]}"
    position, move = int(parts["position"]), parts["move"]
    if position >= count:
        raise BadEdit(what)
    order: list[int | None] = [*range(count)]
    order.pop(position)
    if move == "remove":
        field = f"{min(position, count - 2)}.{_ENTRIES[kind][1]}" if order else "add"
        return _with(document, path, order), f"{path}.{field}"
    to = min(max(position + (1 if move == "down" else -1), 0), count - 1)
    order.insert(to, position)
    working = {0: "down", count - 1: "up"}.get(to, move)  # At an end, the button that still works.
    return _with(document, path, order), f"{path}.{to}.{working}"


def _entries(document: Document, path: str) -> list[Document]:
    criteria: list[Document] = document["criteria"]
    if path.endswith(".options"):
        at = int(path.split(".")[1])
        if at >= len(criteria):
            raise BadEdit(path)
        options: list[Document] = criteria[at]["options"]
        return options
    entries: list[Document] = document[path]
    return entries


def _with(document: Document, path: str, order: Sequence[int | None]) -> Document:
    """*document* with one of its lists in another order, None being a new entry."""
    keys = cell_keys(document["alternatives"])
    entries = _ordered(path.rpartition(".")[2], _entries(document, path), order, keys)
    if path == "criteria":
        return document | {"criteria": entries}
    criteria: list[Document] = document["criteria"]
    if path == "alternatives":
        kept = {
            key: None if old is None else keys[old]
            for key, old in zip(cell_keys(entries), order, strict=True)
        }
        carried = [_carrying(criterion, kept) for criterion in criteria]
        return document | {"alternatives": entries, "criteria": carried}
    at = int(path.split(".")[1])
    changed = criteria[at] | {"options": entries}
    return document | {"criteria": [*criteria[:at], changed, *criteria[at + 1 :]]}


def _ordered(
    kind: str, entries: list[Document], order: Sequence[int | None], keys: list[str]
) -> list[Document]:
    taken = {str(entry["key"]) for entry in entries}
    return [_new(kind, taken, keys) if old is None else entries[old] for old in order]


def _new(kind: str, taken: set[str], keys: list[str]) -> Document:
    """A blank entry under a key of its own. A new question has two answers to start with."""
    name, _, blank = _ENTRIES[kind]
    free = (key for n in range(1, len(taken) + 2) if (key := f"{name}_{n}") not in taken)
    entry = {"key": next(free), **blank}
    if kind == "options":
        entry |= {"cells": {key: _blank_cell() for key in keys}, "excludes": {}}
    if kind == "criteria":
        first = _new("options", set(), keys)
        entry["options"] = [first, _new("options", {first["key"]}, keys)]
    return entry


def _blank_cell() -> Document:
    return {"anchor": "", "rationale": ""}


def _carrying(criterion: Document, kept: dict[str, str | None]) -> Document:
    """*criterion* with every cell under its alternative's key of now, by the one of before."""

    def carried(option: Document) -> Document:
        cells, excludes = option["cells"], option["excludes"]
        return option | {
            "cells": {key: cells[old] if old else _blank_cell() for key, old in kept.items()},
            "excludes": {key: excludes[old] for key, old in kept.items() if old in excludes},
        }

    return criterion | {"options": [carried(option) for option in criterion["options"]]}
