"""The faults of a matrix document, each naming its place as a reader of the file would.

What one value may be is said by the pydantic model; what the parts owe each other is checked here
on the raw document, because a fault in one cell must not hide a missing one elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from .problems import Problem, quoted

# More than the 20 that there may be, so that one too many does not hide what else is wrong, and
# few enough that a file without a right line in it is refused in under a second.
MOST_CELLS = 24

_MESSAGES = {
    "literal_error": "must be {expected}",
    "model_type": "must be a table",
    "string_unicode": "has a key that is not text",
    "invalid_key": "has a key that is not text",
    "string_type": "has a key that is not text",
}


def model_faults(error: ValidationError) -> list[Problem]:
    return [
        _problem(one["type"], one["loc"], one["msg"], one.get("ctx", {}))
        for one in error.errors(include_url=False, include_input=False)
    ]


def _problem(
    kind: str, loc: tuple[int | str, ...], message: str, context: Mapping[str, Any]
) -> Problem:
    if kind == "missing":
        return Problem(_place(loc[:-1]), f"{loc[-1]} is missing")
    if kind == "extra_forbidden":
        return Problem(_place(loc[:-1]), f"{quoted(loc[-1])} is not a known key")
    if kind == "string_type":  # Only a key: whatever else is text has a check of its own before.
        loc = loc[:-2]
    if kind == "invalid_key":
        loc = loc[:-1]
    known = _MESSAGES.get(kind)
    return Problem(_place(loc), known.format_map(context) if known else message)


def _place(loc: tuple[int | str, ...]) -> str:
    """`criteria[2].options[0].cells`; the document as a whole is `matrix`."""
    path = "".join(f"[{p}]" if isinstance(p, int) else f".{quoted(p)}" for p in loc)
    return path.removeprefix(".") or "matrix"


def cross_faults(document: object) -> tuple[Problem, ...]:
    if not isinstance(document, dict):
        return ()
    return tuple(_cross_faults(document))


def _cross_faults(document: dict[str, Any]) -> Iterator[Problem]:
    close_call, clear = document.get("close_call", 8), document.get("clear", 20)
    if type(close_call) is type(clear) is int and 1 <= clear < close_call <= 100:
        yield Problem("close_call", f"must not be above clear ({clear})")
    yield from _too_few(document, "alternatives", 2)
    yield from _too_few(document, "criteria", 1)
    alternatives = _entries(document, "alternatives", 20)
    criteria = _entries(document, "criteria", 50)
    yield from _repeated_keys(alternatives, "alternatives")
    yield from _repeated_keys(criteria, "criteria")
    if criteria and all(criterion.get("weight") == 0 for _, criterion in criteria):
        yield Problem("criteria", "at least one weight must be above 0")
    keys = list(dict.fromkeys(a["key"] for _, a in alternatives if isinstance(a.get("key"), str)))
    for i, criterion in criteria:
        at = f"criteria[{i}]"
        yield from _too_few(criterion, "options", 2, f"{at}.")
        options = _entries(criterion, "options", 6)
        yield from _repeated_keys(options, f"{at}.options")
        for j, option in options:
            if keys:
                yield from _cell_faults(option, f"{at}.options[{j}]", keys)


def _cell_faults(option: dict[str, Any], at: str, alternatives: list[str]) -> Iterator[Problem]:
    cells, excludes = option.get("cells"), option.get("excludes")
    if isinstance(cells, dict):
        for key in alternatives:
            if key not in cells:
                yield Problem(f"{at}.cells", f"{quoted(key)} is missing")
    for name, table in (("cells", cells), ("excludes", excludes)):
        if isinstance(table, dict) and len(table) <= MOST_CELLS:
            for key in table:
                if isinstance(key, str) and key not in alternatives:
                    yield Problem(f"{at}.{name}", f"{quoted(key)} is not an alternative")


def _too_few(table: dict[str, Any], name: str, least: int, at: str = "") -> Iterator[Problem]:
    value = table.get(name)
    if isinstance(value, list | tuple) and len(value) < least:
        entries = "entry" if least == 1 else "entries"
        yield Problem(f"{at}{name}", f"must have at least {least} {entries}")


def _entries(table: dict[str, Any], name: str, most: int) -> list[tuple[int, dict[str, Any]]]:
    """The tables of a list with their positions; nothing of a list that is refused as too long."""
    value = table.get(name)
    if not isinstance(value, list | tuple) or len(value) > most:
        return []
    return [(i, entry) for i, entry in enumerate(value) if isinstance(entry, dict)]


def _repeated_keys(entries: list[tuple[int, dict[str, Any]]], at: str) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for i, entry in entries:
        key = entry.get("key")
        if isinstance(key, str) and first.setdefault(key, i) != i:
            yield Problem(
                f"{at}[{i}].key", f"{quoted(key)} is already the key of {at}[{first[key]}]"
            )
