"""The health of a matrix, which the editor shows live."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from advisor.core.health import health
from bench.cases import case

TODAY = date(2026, 11, 22)
# Criteria, options, and alternatives.
SIZES = [(12, 5, 2), (12, 5, 3), (12, 5, 4), (50, 6, 2), (50, 6, 20)]
MOST_SECONDS = {(12, 5, 2): 0.05}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_health(benchmark: BenchmarkFixture, size: tuple[int, int, int]) -> None:
    benchmark.group = "health, criteria × options × alternatives"
    criteria, options, alternatives = size
    matrix, _ = case(criteria, alternatives, options)

    found = benchmark(health, matrix, TODAY)

    assert found.answer_sets == options**criteria
    assert benchmark.stats.stats.median < MOST_SECONDS.get(size, float("inf"))
