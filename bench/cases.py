"""The matrices that are measured: random, and the same every time."""

from __future__ import annotations

from itertools import cycle
from random import Random
from typing import Any

from advisor.core.model import Answers, Matrix
from tests.advisor.core.build import criterion, matrix

Case = tuple[Matrix, Answers]
ONE = range(1, 2)


def case(
    criteria: int, alternatives: int, options: int = 4, chosen: range = ONE, open_: int = 0
) -> Case:
    """The answers have `chosen` options each, in turn; the last `open_` criteria are not sure."""
    random, keys = Random(2026), _keys("a", alternatives)
    rows = [
        {option: [random.randint(0, 4) for _ in keys] for option in _keys("o", options)}
        for _ in range(criteria)
    ]
    built = matrix(
        *(
            criterion(f"c{i}", random.randint(1, 5), row, "multiple", None, keys)
            for i, row in enumerate(rows)
        ),
        floor=0,
    )
    return built, _answers(rows, chosen, open_)


def at_the_limits(chosen: range, open_: int = 0) -> Case:
    """All that the format allows, 50 criteria of 6 options for 20 alternatives, none of them alike.

    The chosen options' means are spread evenly over 0 to 4, which makes the numbers behind the
    acceptability as large as they get.
    """
    random, keys = Random(2026), _keys("a", 20)
    rows = []
    for _, count in zip(range(50), cycle(chosen)):
        columns = [_with_mean(random, count) for _ in keys]
        rows.append({o: [column[j] for column in columns] for j, o in enumerate(_keys("o", 6))})
    built = matrix(
        *(criterion(f"c{i}", 5, row, "multiple", None, keys) for i, row in enumerate(rows)),
        floor=0,
    )
    return built, _answers(rows, chosen, open_)


def _with_mean(random: Random, count: int) -> list[int]:
    """Six anchors, of which the first `count` have a sum drawn evenly from all possible ones."""
    total = random.randint(0, 4 * count)
    return [(total + j) // count for j in range(count)] + random.choices(range(5), k=6 - count)


def _answers(rows: list[dict[str, Any]], chosen: range, open_: int) -> Answers:
    counts = zip(range(len(rows) - open_), cycle(chosen))
    return Answers(answers={f"c{i}": tuple(_keys("o", count)) for i, count in counts})


def _keys(letter: str, count: int) -> list[str]:
    return [f"{letter}{i}" for i in range(count)]
