"""What is wrong with an input, as values: where it stands, and a sentence on what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Control characters other than tab and line feed, which PostgreSQL cannot store or a terminal may
# obey, and the halves of a surrogate pair, which UTF-8 has no way to write.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Problem:
    at: str
    message: str

    def __str__(self) -> str:
        return f"{self.at}: {self.message}"


def quoted(value: object) -> str:
    """Somebody else's text, safe to print in a message: one line, at most 60 characters."""
    if isinstance(value, str) and len(value) <= 60 and value.isidentifier():
        return value
    text = UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", str(value)[:61])
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"
