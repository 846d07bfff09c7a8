"""The text of a matrix's file, read and written. The same matrix is the same text to the byte.

The thresholds are always written, `choice` only where it is not the default, and `source` and
`excludes` only where there are any: as a person would.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from .problems import Problem, quoted

if TYPE_CHECKING:  # `model` imports this module: no matrix is longer than a file may be.
    from .model import Alternative, Cell, Criterion, Matrix, Option

# As many as tomllib reads in under a second at its worst. A matrix of 6,000 cells with a hundred
# characters in each has fewer.
MAX_FILE_CHARACTERS = 1_000_000
TOO_LONG = Problem("matrix", f"must have at most {MAX_FILE_CHARACTERS} characters as a file")

# tomllib's work grows with the square of a dotted key's parts; ours have two. Texts and comments
# are stepped over, for they may have as many dots as they like; what is not closed, to its end. So
# no character is looked at more than a few times.
_DEEP_KEY = re.compile(
    r"""
    (?P<deep>
        (?:
            (?: (?<![\w-]) [\w-]++ | " (?:[^"\\\n]|\\.)*+ " | ' [^'\n]*+ ' )
            [\ \t]*+ \. [\ \t]*+
        ){8}
    )
    | "{3} (?:[^"\\]|\\.|"(?!""))*+ (?:"{3,5})?
    | '{3} (?:[^']|'(?!''))*+ (?:'{3,5})?
    | " (?:[^"\\\n]|\\.)*+ "?
    | ' [^'\n]*+ '?
    | \# [^\n]*+
    """,
    re.VERBOSE | re.DOTALL,
)


def read_toml(text: str) -> dict[str, Any] | Problem:
    """The parsed text, with or without a byte order mark, or the first reason why it is no TOML."""
    text = text.removeprefix("\N{BYTE ORDER MARK}")
    if len(text) > MAX_FILE_CHARACTERS:
        return TOO_LONG
    if deep := next((found for found in _DEEP_KEY.finditer(text) if found["deep"]), None):
        return Problem(_line(text, deep), "has a key of too many parts")
    try:
        return tomllib.loads(f"{text}\n")  # An error in the last line is then told by its line.
    except tomllib.TOMLDecodeError as error:
        return _no_toml(str(error))
    except RecursionError:
        return Problem("matrix", "is nested too deeply")
    except ValueError:  # Python's own limit on digits, far beyond any number of ours.
        numbers = re.finditer("[0-9_]+", text)
        longest = max(numbers, key=lambda number: number.end() - number.start())
        return Problem(_line(text, longest), "has a number of too many digits")


def _no_toml(error: str) -> Problem:
    """tomllib ends its sentence with the place, and may quote a key of any length before that."""
    message, _, place = error.rpartition(" (at ")
    return Problem(place.removesuffix(")"), f"is not TOML: {quoted(message)}")


def _line(text: str, found: re.Match[str]) -> str:
    line = text.count("\n", 0, found.start()) + 1
    return f"line {line}"


def to_toml(matrix: Matrix) -> str:
    """`load_matrix` gives the same matrix back. Comments of an imported file are not kept."""
    return "\n".join(
        [
            _block(
                "",
                f"slug = {_text(matrix.slug)}",
                f"title = {_text(matrix.title)}",
                f"close_call = {matrix.close_call}",
                f"clear = {matrix.clear}",
                f"floor = {matrix.floor}",
            ),
            *map(_alternative, matrix.alternatives),
            *(
                block
                for criterion in matrix.criteria
                for block in _criterion(criterion, matrix.alternatives)
            ),
        ]
    )


def _block(header: str, *lines: str) -> str:
    return "".join(f"{line}\n" for line in (header, *lines) if line)


def _alternative(alternative: Alternative) -> str:
    return _block(
        "[[alternatives]]",
        f"key = {_text(alternative.key)}",
        f"name = {_text(alternative.name)}",
        f"detail = {_text(alternative.detail)}",
    )


def _criterion(criterion: Criterion, alternatives: Iterable[Alternative]) -> Iterator[str]:
    yield _block(
        "[[criteria]]",
        f"key = {_text(criterion.key)}",
        f"name = {_text(criterion.name)}",
        f"question = {_text(criterion.question)}",
        f"why = {_text(criterion.why)}",
        f"weight = {criterion.weight}",
        'choice = "multiple"' if criterion.choice == "multiple" else "",
    )
    for option in criterion.options:
        yield _block(
            "[[criteria.options]]",
            f"key = {_text(option.key)}",
            f"label = {_text(option.label)}",
            *_cells(option, [alternative.key for alternative in alternatives]),
        )


def _cells(option: Option, keys: list[str]) -> Iterator[str]:
    """In the order of the alternatives: a table stored as JSON may come back in another."""
    for key in keys:
        yield f"cells.{key} = {_cell(option.cells[key])}"
    for key in keys:
        if key in option.excludes:
            yield f"excludes.{key} = {_text(option.excludes[key])}"


def _cell(cell: Cell) -> str:
    said = f"anchor = {cell.anchor}, rationale = {_text(cell.rationale)}"
    if source := cell.source:
        title, url = _text(source.title), _text(source.url)
        said += f", source = {{ title = {title}, url = {url}, as_of = {source.as_of} }}"
    return f"{{ {said} }}"


def _text(text: str) -> str:
    """A basic string; of the control characters the texts of a matrix have these two alone."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + text.replace("\n", "\\n").replace("\t", "\\t") + '"'
