"""A whole score: totals, contributions, reasons, flips, acceptability."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from advisor.core.scoring import score
from bench.cases import ONE, Case, at_the_limits, case

SEVERAL = range(1, 5)
# The answers, criteria × alternatives, and the most milliseconds that a score may take.
CASES = {
    "4x2, one option each": (case(4, 2), 0.5),
    "4x2, several options each": (case(4, 2, chosen=SEVERAL), 0.5),
    "4x2, two not sure": (case(4, 2, chosen=SEVERAL, open_=2), 0.5),
    "12x6, one option each": (case(12, 6), 5),
    "12x6, several options each": (case(12, 6, chosen=SEVERAL), 5),
    "12x6, four not sure": (case(12, 6, chosen=SEVERAL, open_=4), 5),
    "50x20, one option each": (at_the_limits(ONE), 2000),
    "50x20, 1 to 6 options each": (at_the_limits(range(1, 7)), 2000),
    "50x20, 5 or 6 options each": (at_the_limits(range(5, 7)), 2000),
    "50x20, ten not sure": (at_the_limits(range(5, 7), open_=10), 2000),
    "50x20, nothing answered": (at_the_limits(ONE, open_=50), 2000),
}


@pytest.mark.parametrize("name", CASES)
def test_score(benchmark: BenchmarkFixture, name: str) -> None:
    benchmark.group = "score"
    (matrix, answers), most = CASES[name]

    benchmark(score, matrix, answers)

    assert benchmark.stats.stats.median < most / 1000


@pytest.mark.parametrize("name", CASES)
def test_first_score_of_a_matrix(benchmark: BenchmarkFixture, name: str) -> None:
    benchmark.group = "first score of a matrix, which prepares its anchors"
    (matrix, answers), most = CASES[name]

    def new() -> tuple[Case, dict[str, object]]:
        return (matrix.model_copy(), answers), {}

    benchmark.pedantic(score, setup=new, rounds=5 if most > 5 else 500)

    assert benchmark.stats.stats.median < most / 1000
