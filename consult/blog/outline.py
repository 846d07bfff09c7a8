"""What a reader wants to know before reading: how long it takes, and what comes where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil

# Silent reading of English non-fiction: Brysbaert (2019), "How many words do we read per minute?",
# Journal of Memory and Language 109, https://doi.org/10.1016/j.jml.2019.104047
WORDS_PER_MINUTE = 238


def minutes(words: int) -> int:
    """How many minutes so many words take, one at least."""
    return max(1, ceil(words / WORDS_PER_MINUTE))


@dataclass
class Section:
    id: str
    title: str
    sections: list[Section] = field(default_factory=list)


def contents(headings: Iterable[Sequence[object]]) -> list[Section]:
    """The headings of the second order with those of the third under them, from [level, id, text].

    One of the third that comes first of all stands by itself; deeper ones are left out.
    """
    found: list[Section] = []
    for level, key, title in headings:
        section = Section(str(key), str(title))
        if level == 3 and found:
            found[-1].sections.append(section)
        elif level in (2, 3):
            found.append(section)
    return found
