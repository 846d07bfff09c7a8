"""A verdict as a page of plain text, 80 columns wide."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

from .explain import explain
from .explanation.telling import Telling
from .model import Answers, Matrix
from .result import Result

WIDTH = 80


def page(matrix: Matrix, answers: Answers, result: Result) -> str:
    """The title, the verdict, the totals, and the reasons."""
    headline, *sentences = explain(matrix, answers, result)
    parts = [
        _wrapped(matrix.title),
        _wrapped(str(headline)),
        "\n".join(_totals(Telling(matrix, answers, result))),
        "\n".join(_wrapped(str(sentence), "* ", "  ") for sentence in sentences),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _totals(telling: Telling) -> Iterator[str]:
    names = {one.key: _one_line(one.name) for one in telling.matrix.alternatives}
    widest = min(max(map(len, names.values())), WIDTH // 2)
    for key, total in telling.result.totals.items():
        points = f"{telling.between(total.low, total.high)} of 100 points"
        ruled_out = ", but ruled out" if total.excluded is not None else ""
        line = f"{names[key]:<{widest}}  {points}{ruled_out}"
        yield fill(line, WIDTH, initial_indent="  ", subsequent_indent="    ")


def _wrapped(text: str, first: str = "", rest: str = "") -> str:
    return fill(_one_line(text), WIDTH, initial_indent=first, subsequent_indent=rest)


def _one_line(text: str) -> str:
    return " ".join(text.split())
