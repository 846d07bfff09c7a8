"""The address of a case on a page that runs its matrix, and what a verdict links to there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from advisor.core.answers import to_query
from advisor.core.model import Answers, Matrix
from advisor.grid import cell_id, row_id


@dataclass(frozen=True)
class Address:
    """`kept` travels with every link to that page; `here` says whether the verdict stands on it.

    Where that page leaves the reasons in the cells to another, `reasons` is the path of that one.
    """

    path: str
    matrix: Matrix
    answers: Answers
    kept: tuple[tuple[str, str], ...] = ()
    here: bool = True
    reasons: str = ""

    def url(self, answers: Answers, fragment: str = "") -> str:
        """The same page with other answers."""
        query = "&".join(filter(None, [to_query(self.matrix, answers), urlencode(self.kept)]))
        return "".join([self.path, query and f"?{query}", fragment and f"#{fragment}"])

    def verdict(self, answers: Answers) -> str:
        return self.url(answers, "verdict")

    def cell(self, criterion: str, option: str, alternative: str) -> str:
        return self.whole._part(cell_id(criterion, option, alternative))

    @property
    def whole(self) -> Address:
        """The page that has the reasons."""
        return replace(self, path=self.reasons, here=False) if self.reasons else self

    def row(self, criterion: str) -> str:
        return self._part(row_id(criterion))

    def _part(self, fragment: str) -> str:
        return f"#{fragment}" if self.here else self.url(self.answers, fragment)
