"""What differs between two texts, for the eye: one text, in which the words that have gone and
those that have come are marked, and what stayed the same is left out but for its edges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from advisor.editor.changes import Line, Piece

# Lines around a change that stay the same are shown: of prose, a paragraph and a blank one.
AROUND = 2
# Comparing takes time with the product of both numbers, in the worst case and more.
MOST_LINES = 4_000
MOST_WORDS = 1_000
MOST_WORK = 10_000_000

Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True)
class Passage:
    """A stretch of both texts; before it, so many lines that are the same are left out."""

    skipped: int
    line: Line


@dataclass(frozen=True)
class Difference:
    """What differs in one field."""

    name: str
    passages: list[Passage]


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[Difference]:
    """The fields whose texts differ, by name, in the order of *before*."""
    return [
        Difference(name, passages(before[name], after[name]))
        for name in before
        if before[name] != after[name]
    ]


def passages(before: str, after: str) -> list[Passage]:
    """Both texts in one; nothing where they are the same."""
    found: list[Passage] = []
    skipped, pieces = 0, list[Piece]()
    for part in _parts(before, after):
        if isinstance(part, Piece):
            pieces.append(part)
            continue
        if pieces:
            found.append(Passage(skipped, Line("", _joined(pieces))))
        skipped, pieces = part, []
    last = [Passage(skipped, Line("", _joined(pieces)))] if pieces or skipped else []
    return found + last


def _parts(before: str, after: str) -> Iterator[Piece | int]:
    """Pieces of the text, and the numbers of lines left out between them."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    work = MOST_WORK
    for kind, i, j, k, m in _by_lines(old, new):
        if kind == "equal":
            yield from _edges(old[i:j], first=i == k == 0, last=j == len(old) and m == len(new))
            continue
        gone, come = _words("".join(old[i:j])), _words("".join(new[k:m]))
        work -= len(gone) * len(come)
        yield from _marked(gone, come) if work > 0 else _whole(gone, come)


def _by_lines(old: list[str], new: list[str]) -> Sequence[Opcode]:
    if max(len(old), len(new)) <= MOST_LINES:
        # With its "autojunk", which looks past lines that come again and again.
        return SequenceMatcher(None, old, new).get_opcodes()
    same = min(len(old), len(new))
    start = next((n for n in range(same) if old[n] != new[n]), same)
    end = next((n for n in range(same - start) if old[-1 - n] != new[-1 - n]), same - start)
    i, j, k, m = start, len(old) - end, start, len(new) - end
    stays = ("equal", 0, i, 0, k), ("replace", i, j, k, m), ("equal", j, len(old), m, len(new))
    return [op for op in stays if op[1:3] != (op[2], op[2]) or op[3] != op[4]]


def _edges(lines: list[str], *, first: bool, last: bool) -> Iterator[Piece | int]:
    """The lines beside a change, and how many are left out: at the beginning, at the end of the
    text, and in the middle of many."""
    head, tail = (0 if first else AROUND), (0 if last else AROUND)
    if first and last:
        return
    if len(lines) <= head + tail + 1:
        yield Piece("same", "".join(lines))
        return
    if head:
        yield Piece("same", "".join(lines[:head]))
    yield len(lines) - head - tail
    if tail:
        yield Piece("same", "".join(lines[-tail:]))


def _words(text: str) -> list[str]:
    """Each with the space behind it."""
    return re.findall(r"\s*\S+\s*|\s+", text)


def _marked(gone: list[str], come: list[str]) -> list[Piece]:
    """The words that differ; both as a whole where they have little in common."""
    if max(len(gone), len(come)) > MOST_WORDS:
        return _whole(gone, come)
    pieces: list[Piece] = []
    was: list[str] = []
    now: list[str] = []
    kept = 0
    matches = SequenceMatcher(None, gone, come, autojunk=False).get_opcodes()
    for place, (kind, i, j, k, m) in enumerate(matches):
        # One word between two changes reads better as part of them.
        alone = j - i == 1 and 0 < place < len(matches) - 1
        if kind != "equal" or alone:
            was, now = was + gone[i:j], now + come[k:m]
            continue
        pieces += [*_whole(was, now), Piece("same", "".join(gone[i:j]))]
        was, now = [], []
        kept += j - i
    pieces += _whole(was, now)
    return pieces if 3 * kept >= min(len(gone), len(come)) else _whole(gone, come)


def _whole(gone: list[str], come: list[str]) -> list[Piece]:
    both = Piece("del", "".join(gone)), Piece("ins", "".join(come))
    return [piece for piece in both if piece.text]


def _joined(pieces: list[Piece]) -> list[Piece]:
    return [
        Piece(mark, "".join(piece.text for piece in run))
        for mark, run in groupby(pieces, key=lambda piece: piece.mark)
    ]
