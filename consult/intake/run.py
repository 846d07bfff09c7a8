"""One intake as it was saved, revision by revision. A pure value: no database, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from advisor.core.model import Matrix

FIRST = 1  # The revision that holds what was answered before the start.


class Save(NamedTuple):
    """What one page held at one revision; see the model `Step`."""

    key: str
    revision: int
    based_on: int
    data: Any
    dropped: Mapping[str, Any]


def content(data: Any) -> Any:
    """*data* without the instant of the consent in it, which differs where nothing else does."""
    if isinstance(data, Mapping):
        return {key: content(value) for key, value in data.items() if key != "consented_at"}
    return data


@dataclass(frozen=True)
class Overwritten:
    """What a page held that somebody had not seen who saved it later, from another tab."""

    key: str
    earlier: Save
    later: Save


@dataclass(frozen=True)
class Run:
    """The saves of an intake on *matrix*, in the order of their revisions."""

    matrix: Matrix
    saves: tuple[Save, ...]

    @cached_property
    def revision(self) -> int:
        return max((save.revision for save in self.saves), default=FIRST)

    @cached_property
    def newest(self) -> dict[str, Save]:
        """The save of each page that counts."""
        return {save.key: save for save in self.saves}

    @cached_property
    def saved(self) -> dict[str, Any]:
        """What every page holds, by its key."""
        return {key: save.data for key, save in self.newest.items()}

    @cached_property
    def carried(self) -> frozenset[str]:
        """The pages that were answered before the start, so that nobody is asked again."""
        return frozenset(save.key for save in self.saves if save.revision == FIRST)

    def at(self, revision: int) -> dict[str, Any]:
        """What every page held at *revision*."""
        return {save.key: save.data for save in self.saves if save.revision <= revision}

    def overwritten(self, key: str) -> Overwritten | None:
        """The newest content of page *key* that its last writer had not seen, if it differs."""
        later = self.newest.get(key)
        if later is None:
            return None
        unseen = [
            save
            for save in self.saves
            if save.key == key
            and later.based_on < save.revision < later.revision
            and content(save.data) != content(later.data)
        ]
        return Overwritten(key, unseen[-1], later) if unseen else None

    @cached_property
    def dropped(self) -> dict[str, Any]:
        """Answers that the last save took out, because their questions no longer apply."""
        last = [save.dropped for save in self.saves if save.revision == self.revision]
        return {name: value for dropped in last for name, value in dropped.items()}
