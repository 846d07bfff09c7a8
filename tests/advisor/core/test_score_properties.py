"""Scoring against the slow oracle, on matrices that nobody thought of."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings

from advisor.core.model import Answers, Matrix
from advisor.core.scoring import leads, score, verdict
from tests.advisor.core import oracle
from tests.advisor.core.strategies import cases

Drawn = tuple[Matrix, Answers]


@settings(max_examples=40)
@given(cases())
def test_totals_and_verdict_are_those_of_every_possible_case(drawn: Drawn) -> None:
    case = oracle.Case.of(*drawn)

    result = score(*drawn)

    totals = {key: [case.total(key, each) for each in case.completions] for key in case.keys}
    assert {key: (t.low, t.high) for key, t in result.totals.items()} == {
        key: (min(every), max(every)) for key, every in totals.items()
    }
    found = result.verdict
    assert found == verdict(*drawn)
    assert (found.kind, found.winner, found.runner_up) == (case.kind, case.winner, case.runner_up)
    if case.winner and case.runner_up:
        margins = case.differences(case.winner, case.runner_up)
        assert (found.margin_low, found.margin_high) == (min(margins), max(margins))
        assert found.margin == (min(margins) + max(margins)) / 2
    if len(case.leaders) > 1:
        assert found.kind == "close_call"


@settings(max_examples=20)
@given(cases())
def test_leads_are_those_of_every_possible_case(drawn: Drawn) -> None:
    case = oracle.Case.of(*drawn)
    first, *others = case.keys
    differences = {b: case.differences(first, b) for b in others}

    assert leads(*drawn, first) == {b: (min(d), max(d)) for b, d in differences.items()}


@settings(max_examples=40)
@given(cases())
def test_the_reasons_and_the_question_that_settles_are_those_of_every_possible_case(
    drawn: Drawn,
) -> None:
    case = oracle.Case.of(*drawn)

    result = score(*drawn)

    assert ((result.deciding, result.against), result.settles) == (case.reasons, case.settles)


@settings(max_examples=30)
@given(cases(most=3))
def test_flips_are_those_that_trying_everything_finds(drawn: Drawn) -> None:
    case = oracle.Case.of(*drawn)

    flips = score(*drawn).document()["flips"]

    assert flips == {"answers": case.answer_flips(), "weights": case.weight_flips()}


@settings(max_examples=40)
@given(cases())
def test_contributions_sum_to_the_totals_exactly(drawn: Drawn) -> None:
    result = score(*drawn)

    for key, total in result.totals.items():
        low = sum((c.points[key][0] for c in result.contributions), Fraction(0))
        high = sum((c.points[key][1] for c in result.contributions), Fraction(0))
        assert (low, high) == (total.low, total.high)
