"""The share of all weightings that one alternative wins against another."""

from __future__ import annotations

from fractions import Fraction
from operator import mul
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.core.model import Answers, Matrix
from advisor.core.scoring import score
from advisor.core.sensitivity import share_won
from tests.advisor.core import oracle
from tests.advisor.core.strategies import cases

Drawn = tuple[Matrix, Answers]
SAMPLES = 1000


def _leads(case: oracle.Case, a: str, b: str) -> list[int]:
    """Of the answered criteria; 6 times the means of 1, 2, or 3 anchors are whole numbers."""
    return [
        6 * sum(o.cells[a].anchor - o.cells[b].anchor for o in options) // len(options)
        for options in case.chosen.values()
        if options
    ]


@settings(max_examples=40)
@given(cases())
def test_it_is_the_share_of_the_simplex_for_each_pair(drawn: Drawn) -> None:
    case = oracle.Case.of(*drawn)

    acceptability = score(*drawn).acceptability

    if len(case.ranked) < 2 or not any(case.chosen.values()):
        assert acceptability is None
    else:
        assert acceptability == {
            a: {b: oracle.share_won(_leads(case, a, b)) for b in case.ranked if b != a}
            for a in case.ranked
        }


@settings(max_examples=100)
@given(st.lists(st.integers(-20, 20), min_size=1, max_size=8))
def test_the_recurrence_is_the_divided_difference(leads: list[int]) -> None:
    assert share_won(leads) == oracle.share_won(leads)


@settings(max_examples=60)
@given(st.lists(st.integers(-8, 8), min_size=1, max_size=6))
def test_the_recurrence_is_what_drawing_weightings_at_random_finds(leads: list[int]) -> None:
    random = Random(2026)
    # Exponentials, of which only the ratios matter here, are spread evenly over the simplex.
    weightings = ([random.expovariate(1) for _ in leads] for _ in range(SAMPLES))

    won = sum(sum(map(mul, weights, leads)) > 0 for weights in weightings)

    # More than six standard deviations.
    assert abs(share_won(leads) - Fraction(won, SAMPLES)) < Fraction(1, 10)
