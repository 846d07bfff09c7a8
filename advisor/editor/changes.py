"""Changes for the eye: what was and what is, with the words that differ marked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, Literal

from django.utils.translation import gettext, gettext_lazy, ngettext

from advisor.core.differences import Change, Table, differences
from advisor.editor.fields import walk

KIND_LABELS = {
    "added": gettext_lazy("Added"),
    "removed": gettext_lazy("Removed"),
    "changed": gettext_lazy("Changed"),
    "moved": gettext_lazy("Moved"),
}
# Looking for the words that differ takes time with the square of their number.
MOST_MARKED_WORDS = 300
MOST_MARKED_CHANGES = 200
MOST_LISTED = 500

Mark = Literal["same", "del", "ins"]


@dataclass(frozen=True)
class Piece:
    """Part of a text: the same on both sides, or only on one."""

    mark: Mark
    text: str


@dataclass(frozen=True)
class Line:
    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class ChangeView:
    """`link` is the id of the field in the editor, empty where there is none."""

    kind: str
    kind_label: str
    place: list[str]
    before: list[Line]
    after: list[Line]
    link: str


@dataclass(frozen=True)
class Group:
    """The changes of one criterion, or of the matrix as a whole."""

    name: str
    changes: list[ChangeView]


def change_groups(before: Table, after: Table, editable: bool) -> list[Group]:
    """The differences by criterion; with links to the fields where *after* is being edited.

    Of very many the first are listed, and a last group without any says how many are not.
    """
    changes = differences(before, after, gettext)
    links = {field.by_keys: f"id_{field.name}" for field in walk(after)} if editable else {}
    marked = len(changes) <= MOST_MARKED_CHANGES
    groups = [
        Group(name, [_view(change, links, marked) for change in group])
        for name, group in groupby(changes[:MOST_LISTED], key=lambda change: change.place[0])
    ]
    if (more := len(changes) - MOST_LISTED) > 0:
        rest = ngettext(
            "%(count)s more change is not listed", "%(count)s more changes are not listed", more
        )
        groups.append(Group(rest % {"count": more}, []))
    return groups


def _view(change: Change, links: Mapping[str, str], marked: bool) -> ChangeView:
    before, after = _lines(change, change.before, "del"), _lines(change, change.after, "ins")
    if change.kind == "moved":
        before, after = _orders(change.before, change.after)
    elif change.kind == "changed" and not change.parts and marked:
        was, now = _texts(str(change.before), str(change.after))
        before, after = [Line("", was)], [Line("", now)]
    return ChangeView(
        kind=change.kind,
        kind_label=str(KIND_LABELS[change.kind]),
        place=list(change.place[1:]),
        before=before,
        after=after,
        link=next(
            (links[at] for field in ("", ".key", ".title") if (at := change.at + field) in links),
            "",
        ),
    )


def _lines(change: Change, value: Any, mark: Mark) -> list[Line]:
    """One side; of a table that is new or gone, a line for each of its values."""
    if value is None:
        return []
    if not isinstance(value, Mapping):
        return [Line("", [Piece(mark, str(value))])]
    depth = len(change.place)
    sides = [(part, part.before if mark == "del" else part.after) for part in change.parts]
    return [
        Line(" · ".join(part.place[depth:]), [Piece(mark, str(side))])
        for part, side in sides
        if side is not None
    ]


def _orders(before: Sequence[str], after: Sequence[str]) -> tuple[list[Line], list[Line]]:
    """Both orders as numbered lines; what was moved is marked."""
    was, now = _marked(before, after)
    return _numbered(was), _numbered(now)


def _numbered(pieces: list[Piece]) -> list[Line]:
    return [Line(str(number), [piece]) for number, piece in enumerate(pieces, start=1)]


def _texts(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces; as a whole where they have little in common."""
    old, new = _words(before), _words(after)
    if max(len(old), len(new)) <= MOST_MARKED_WORDS and before.strip() and after.strip():
        was, now = (_joined(side) for side in _marked(old, new))
        kept = sum(len(piece.text) for piece in was if piece.mark == "same")
        if 3 * kept >= min(len(before), len(after)):
            return was, now
    return [Piece("del", before)], [Piece("ins", after)]


def _words(text: str) -> list[str]:
    """Each with the space behind it, so that a run of words is one piece."""
    return re.findall(r"\s*\S+\s*", text)


def _marked(before: Sequence[str], after: Sequence[str]) -> tuple[list[Piece], list[Piece]]:
    """Every entry of both sides, with what the other side does not have in this order marked."""
    was: list[Piece] = []
    now: list[Piece] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = kind == "equal"
        was += [Piece("same" if same else "del", entry) for entry in before[i:j]]
        now += [Piece("same" if same else "ins", entry) for entry in after[k:m]]
    return was, now


def _joined(pieces: list[Piece]) -> list[Piece]:
    return [
        Piece(mark, "".join(piece.text for piece in run))
        for mark, run in groupby(pieces, key=lambda piece: piece.mark)
    ]
