"""What visitors have sent, and what the server has said to it: the other side of the database."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

ACKNOWLEDGED, UNKNOWN = "acknowledged", "unknown"


@dataclass
class Save:
    """A page that was sent, as part of what must be saved of it under one key.

    `intake` is the submission id of the enquiry it went into, None where the visitor cannot know.
    """

    visitor: int
    number: int
    key: str
    data: dict[str, Any]
    outcome: str
    intake: str | None


@dataclass
class Ledger:
    saves: list[Save] = field(default_factory=list)
    # The intakes for which a receipt was promised, with the address that was typed.
    receipts: dict[str, set[str]] = field(default_factory=dict)
    # The intakes of each visitor, as far as a page has named them.
    intakes: dict[int, set[str]] = field(default_factory=dict)
    # Enquiries whose answers were put back as a whole, so that no last save can be named.
    put_back: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def record(
        self, visitor: int, pages: dict[str, dict[str, Any]], outcome: str, intake: str | None
    ) -> list[Save]:
        saves = [
            Save(visitor, len(self.saves) + number, key, data, outcome, intake)
            for number, (key, data) in enumerate(pages.items())
        ]
        self.saves += saves
        return saves
