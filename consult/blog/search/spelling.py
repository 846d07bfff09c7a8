"""What a word was meant to be: the nearest one that is known, and of the near ones the commonest.

The distance counts letters that were added, left out, or exchanged, and neighbours that changed
places (Damerau–Levenshtein, in the form in which no letter is touched twice).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


def most_mistakes(word: str) -> int:
    """How many mistakes are forgiven: in a short word one makes another word."""
    if len(word) < 4:
        return 0
    return 1 if len(word) < 8 else 2


def distance(a: str, b: str, most: int) -> int:
    """How many mistakes lie between *a* and *b*; `most + 1` where they are more than *most*."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        earlier, before, row = before, row, [i]
        for j, y in enumerate(b, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most and (not before or min(before) > most):
            return most + 1
    return min(row[-1], most + 1)


def letters(word: str) -> int:
    """Which letters a word has, as bits: one mistake changes two of them at most."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


@dataclass(frozen=True)
class Vocabulary:
    """The words that are known, by their length: each with its letters and how often it occurs."""

    by_length: Mapping[int, list[tuple[str, int, int]]]

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> Vocabulary:
        by_length: dict[int, list[tuple[str, int, int]]] = {}
        for word, count in counts.items():
            by_length.setdefault(len(word), []).append((word, letters(word), count))
        return cls(by_length)

    def correct(self, word: str) -> str | None:
        """The known word that *word* was most likely meant to be, if any is near enough."""
        most = most_mistakes(word)
        ranked = [
            (mistakes, -count, known)
            for known, count in self._alike(word, most)
            if (mistakes := distance(word, known, most)) <= most
        ]
        return min(ranked)[2] if ranked else None

    def _alike(self, word: str, most: int) -> Iterable[tuple[str, int]]:
        own = letters(word)
        for length in range(len(word) - most, len(word) + most + 1):
            for known, bits, count in self.by_length.get(length, ()):
                if (own ^ bits).bit_count() <= 2 * most:
                    yield known, count
