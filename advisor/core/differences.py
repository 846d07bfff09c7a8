"""What changed between two documents of a matrix, for people. Either document may have faults.

Alternatives, criteria, and options are matched by their keys, so that one more at the top is not
a change of all the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import UnionType
from typing import Any, Literal

from .explanation.phrases import Gettext
from .problems import quoted

Kind = Literal["added", "removed", "changed", "moved"]
Table = Mapping[str, Any]
Place = tuple[str, ...]

SEPARATOR = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} "
# The order of the format: what comes back from the database has lost its own.
ORDER = (
    *("slug", "title", "close_call", "clear", "floor", "alternatives", "criteria"),
    *("key", "name", "detail", "label", "question", "why", "weight", "choice", "options"),
    *("anchor", "rationale", "source", "url", "as_of", "cells", "excludes"),
)
DEFAULTS: Table = {"close_call": 8, "clear": 20, "floor": 40, "choice": "single"}
LISTS = ("alternatives", "criteria", "options")
BY_ALTERNATIVE = ("cells", "excludes")
# No matrix is as deep; something else that claims to be one may be.
MOST_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `before` is None for what was added, `after` for what was removed.

    `at` is the place by keys (`criteria.team.options.python.cells.fastapi.anchor`), `place` the
    same in names. The values are raw: text, a number, or a whole table, of which `parts` has the
    single values. Of a list whose entries were moved, the values are their names in order.
    """

    kind: Kind
    at: str
    place: Place
    before: Any
    after: Any
    parts: tuple[Change, ...] = ()

    def __str__(self) -> str:
        return SEPARATOR.join(self.place)


def differences(before: Table, after: Table, gettext: Gettext = str) -> list[Change]:
    """Every difference, in the order of the format; none where both are the same matrix."""
    names = _alternative_names(before) | _alternative_names(after)
    ranks = {key: rank for rank, key in enumerate(dict.fromkeys((*ORDER, *names)))}
    comparison = _Comparison(names, _labels(gettext), ranks)
    return list(comparison.tables(before, after, (), (gettext("Matrix"),)))


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Each method yields the changes between two values that stand at the same place."""

    names: Mapping[str, str]
    labels: Mapping[str, str]
    ranks: Mapping[str, int]

    def tables(self, before: Table, after: Table, at: Place, place: Place) -> Iterator[Change]:
        for key in sorted({*before, *after}, key=self._rank):
            old, new = (table.get(key, DEFAULTS.get(key)) for table in (before, after))
            here = (*at, str(key))
            if key in LISTS and _are(list | tuple, old, new):
                yield from self._lists(key, old or (), new or (), here, place)
            elif key in BY_ALTERNATIVE and _are(Mapping, old, new):
                yield from self._cells(key, old or {}, new or {}, here, place)
            else:
                yield from self._values(old, new, here, (*place, self._label(key)))

    def _values(self, before: Any, after: Any, at: Place, place: Place) -> Iterator[Change]:
        both_tables = isinstance(before, Mapping) and isinstance(after, Mapping)
        if both_tables and len(at) <= MOST_DEPTH:
            yield from self.tables(before, after, at, place)
        elif not _same(before, after):
            kind: Kind = "added" if before is None else "removed" if after is None else "changed"
            parts = [
                part
                for old, new in ((before, {}), ({}, after))
                if isinstance(old, Mapping) and isinstance(new, Mapping) and len(at) <= MOST_DEPTH
                for change in self.tables(old, new, at, place)
                for part in change.parts or (change,)
            ]
            yield Change(kind, ".".join(at), place, before, after, tuple(parts))

    def _lists(
        self, name: str, before: Sequence[Any], after: Sequence[Any], at: Place, place: Place
    ) -> Iterator[Change]:
        old, new = _by_key(before), _by_key(after)

        def named(key: str | int, entries: Mapping[str | int, Any]) -> str:
            return _name(entries[key]) or f"{self._label(name)} {key}"

        was, now = ([key for key in entries if key in old and key in new] for entries in (old, new))
        if was != now:
            order = (*place, self.labels[f"order of {name}"])
            names = tuple(named(key, old) for key in was), tuple(named(key, new) for key in now)
            yield Change("moved", ".".join(at), order, *names)
        inside = {"criteria": (), "alternatives": (self._label(name),)}.get(name, place)
        # In the new order, and what was removed after that.
        both = new | {key: entry for key, entry in old.items() if key not in new}
        for key in both:
            here = (*at, str(key))
            yield from self._values(old.get(key), new.get(key), here, (*inside, named(key, both)))

    def _cells(
        self, name: str, before: Table, after: Table, at: Place, place: Place
    ) -> Iterator[Change]:
        last = (self._label(name),) if name == "excludes" else ()
        for key in sorted({*before, *after}, key=self._rank):
            inside = (*place, self.names.get(key) or quoted(key), *last)
            yield from self._values(before.get(key), after.get(key), (*at, str(key)), inside)

    def _label(self, key: object) -> str:
        return self.labels.get(str(key)) or quoted(key)

    def _rank(self, key: object) -> tuple[int, str]:
        return self.ranks.get(str(key), len(self.ranks)), str(key)


def _alternative_names(document: Table) -> dict[str, str]:
    entries = document.get("alternatives")
    by_key = _by_key(entries) if isinstance(entries, list | tuple) else {}
    return {key: _name(entry) or key for key, entry in by_key.items() if isinstance(key, str)}


def _by_key(entries: Sequence[Any]) -> dict[str | int, Any]:
    """The entries by their keys, or by their positions from 1 where a key is missing or taken."""
    found: dict[str | int, Any] = {}
    for position, entry in enumerate(entries, start=1):
        key = entry.get("key") if isinstance(entry, Mapping) else None
        found[key if isinstance(key, str) and key not in found else position] = entry
    return found


def _name(entry: object) -> str:
    """What people call it, on one short line; nothing where it has no name."""
    values = (
        [entry.get(key) for key in ("name", "label", "key")] if isinstance(entry, Mapping) else []
    )
    return next((quoted(value) for value in values if isinstance(value, str) and value.strip()), "")


def _are(kind: type | UnionType, *values: object) -> bool:
    return all(value is None or isinstance(value, kind) for value in values)


def _same(one: object, other: object) -> bool:
    """As they are written: Python takes 1, 1.0, and True for the same, but a matrix does not."""
    return repr(one) == repr(other)


def _labels(gettext: Gettext) -> dict[str, str]:
    return {
        "slug": gettext("slug"),
        "title": gettext("title"),
        "close_call": gettext("close call"),
        "clear": gettext("clear"),
        "floor": gettext("floor"),
        "alternatives": gettext("Alternatives"),
        "criteria": gettext("Criteria"),
        "options": gettext("Options"),
        "order of alternatives": gettext("order of the alternatives"),
        "order of criteria": gettext("order of the criteria"),
        "order of options": gettext("order of the options"),
        "key": gettext("key"),
        "name": gettext("name"),
        "detail": gettext("detail"),
        "label": gettext("answer"),
        "question": gettext("question"),
        "why": gettext("why we ask"),
        "weight": gettext("weight"),
        "choice": gettext("choice"),
        "cells": gettext("cells"),
        "excludes": gettext("exclusion"),
        "anchor": gettext("anchor"),
        "rationale": gettext("rationale"),
        "source": gettext("source"),
        "url": gettext("address"),
        "as_of": gettext("date"),
    }
