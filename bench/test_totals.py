"""Bare totals and winner, beside two decision libraries on the same numbers.

Theirs are prepared in advance: arrays, weights that sum to 1, columns as they are, no validation
where it can be left out. Ours starts from a matrix and the answers, and finds the runner-up too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from pymcdm.methods import WSM
from pytest_benchmark.fixture import BenchmarkFixture
from skcriteria import mkdm
from skcriteria.agg.simple import WeightedSumModel

from advisor.core.anchors import UNITS
from advisor.core.table import standing
from bench.cases import case

SIZES = [(4, 2), (12, 6), (50, 20)]
Ranking = Callable[[], int | None]


def _as_it_is(column: Any, cost: bool = False) -> Any:
    return column


def _rankings(criteria: int, alternatives: int) -> dict[str, Ranking]:
    """Each gives the position of the winner."""
    matrix, answers = case(criteria, alternatives)
    table = standing(matrix, answers).table
    scores = np.array([row for row in table.scores if row], dtype=float).T / UNITS
    weights = np.array(table.weights) / sum(table.weights)
    types = np.ones(criteria, dtype=int)
    wsm, model = WSM(_as_it_is), WeightedSumModel()
    decision = mkdm(scores, objectives=[max] * criteria, weights=weights)
    return {
        "advisor": lambda: standing(matrix, answers).winner,
        "pymcdm": lambda: int(wsm(scores, weights, types, validation=False).argmax()),
        "pymcdm, validated": lambda: int(wsm(scores, weights, types).argmax()),
        "scikit-criteria": lambda: int(model.evaluate(decision).rank_.argmin()),
        "one numpy product": lambda: int((scores @ weights).argmax()),
    }


WHO = list(_rankings(2, 2))


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_winner(
    benchmark: BenchmarkFixture, medians: dict[Any, float], size: tuple[int, int], who: str
) -> None:
    benchmark.group = f"totals and winner, {size[0]} criteria × {size[1]} alternatives"
    rankings = _rankings(*size)

    winner = benchmark(rankings[who])

    assert winner == rankings["advisor"]()
    medians[size, who] = benchmark.stats.stats.median


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_ours_is_no_slower_than_pymcdm(medians: dict[Any, float], size: tuple[int, int]) -> None:
    assert medians[size, "advisor"] <= medians[size, "pymcdm"]
