"""Scoring against the slow oracle, on matrices that nobody thought of."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.core.model import Answers, Matrix
from advisor.core.scoring import score
from advisor.core.sensitivity import share_won
from tests.advisor.core import oracle
from tests.advisor.core.strategies import cases

thorough = settings(max_examples=50, deadline=None)
Drawn = tuple[Matrix, Answers]


@thorough
@given(cases())
def test_totals_and_verdict_are_those_of_every_possible_case(drawn: Drawn) -> None:
    matrix, answers = drawn
    case = oracle.Case.of(matrix, answers)

    result = score(matrix, answers)

    totals = {
        key: [case.total(key, completion) for completion in case.completions] for key in case.keys
    }
    assert {key: (t.low, t.high) for key, t in result.totals.items()} == {
        key: (min(all_), max(all_)) for key, all_ in totals.items()
    }
    verdict = result.verdict
    assert verdict.winner == case.winner
    if verdict.winner and verdict.runner_up:
        differences = {
            b: case.differences(verdict.winner, b) for b in case.ranked if b != verdict.winner
        }
        lows = {b: min(all_) for b, all_ in differences.items()}
        assert verdict.runner_up == min(lows, key=lambda b: lows[b])
        assert verdict.margin_low == lows[verdict.runner_up]
        assert verdict.margin_high == max(differences[verdict.runner_up])
        assert verdict.margin == (verdict.margin_low + verdict.margin_high) / 2
    if len(case.leaders) > 1:
        assert verdict.kind == "close_call"


@thorough
@given(cases())
def test_contributions_sum_to_the_totals_exactly(drawn: Drawn) -> None:
    result = score(*drawn)

    for key, total in result.totals.items():
        low = sum((c.points[key][0] for c in result.contributions), Fraction(0))
        high = sum((c.points[key][1] for c in result.contributions), Fraction(0))
        assert (low, high) == (total.low, total.high)


@settings(max_examples=25, deadline=None)
@given(cases(most=3))
def test_flips_are_those_that_trying_everything_finds(drawn: Drawn) -> None:
    case = oracle.Case.of(*drawn)

    flips = score(*drawn).document()["flips"]

    assert flips == {"answers": case.answer_flips(), "weights": case.weight_flips()}


@thorough
@given(cases(), st.data())
def test_taking_an_alternative_out_never_changes_the_total_of_another(
    drawn: Drawn, data: st.DataObject
) -> None:
    matrix, answers = drawn
    document = matrix.document()
    if len(document["alternatives"]) == 2:
        return
    gone = data.draw(st.sampled_from([a.key for a in matrix.alternatives]))
    document["alternatives"] = [a for a in document["alternatives"] if a["key"] != gone]
    for criterion in document["criteria"]:
        for option in criterion["options"]:
            del option["cells"][gone]
            option["excludes"].pop(gone, None)

    with_all, with_fewer = score(matrix, answers), score(Matrix.from_document(document), answers)

    assert with_fewer.totals == {k: t for k, t in with_all.totals.items() if k != gone}


@thorough
@given(cases(), st.data())
def test_reordering_changes_nothing_but_the_order(drawn: Drawn, data: st.DataObject) -> None:
    matrix, answers = drawn
    document = matrix.document()
    document["alternatives"] = data.draw(st.permutations(document["alternatives"]))
    document["criteria"] = data.draw(st.permutations(document["criteria"]))
    for criterion in document["criteria"]:
        criterion["options"] = data.draw(st.permutations(criterion["options"]))

    before, after = score(matrix, answers), score(Matrix.from_document(document), answers)

    assert {k: (t.low, t.high) for k, t in after.totals.items()} == {
        k: (t.low, t.high) for k, t in before.totals.items()
    }
    assert after.acceptability == before.acceptability
    assert after.verdict.kind == before.verdict.kind
    if len(oracle.Case.of(matrix, answers).leaders) == 1:
        assert after.verdict.winner == before.verdict.winner
        assert after.verdict.margin_low == before.verdict.margin_low


@thorough
@given(cases())
def test_relabelling_changes_nothing_but_the_labels(drawn: Drawn) -> None:
    matrix, answers = drawn
    new = {a.key: f"new_{a.key}" for a in matrix.alternatives}
    document = matrix.document()
    for alternative in document["alternatives"]:
        alternative["key"] = new[alternative["key"]]
    for criterion in document["criteria"]:
        for option in criterion["options"]:
            option["cells"] = {new[key]: cell for key, cell in option["cells"].items()}
            option["excludes"] = {new[key]: why for key, why in option["excludes"].items()}

    before, after = score(matrix, answers), score(Matrix.from_document(document), answers)

    assert after.totals == {new[key]: total for key, total in before.totals.items()}
    assert after.verdict.winner == new.get(before.verdict.winner or "")
    assert (after.deciding, after.against) == (before.deciding, before.against)


@thorough
@given(cases(), st.data())
def test_a_stronger_cell_never_lowers_its_alternative(drawn: Drawn, data: st.DataObject) -> None:
    matrix, answers = drawn
    document = matrix.document()
    option = data.draw(st.sampled_from(data.draw(st.sampled_from(document["criteria"]))["options"]))
    key = data.draw(st.sampled_from(sorted(option["cells"])))
    option["cells"][key]["anchor"] = min(4, option["cells"][key]["anchor"] + 1)

    before, after = score(matrix, answers), score(Matrix.from_document(document), answers)

    assert after.totals[key].low >= before.totals[key].low
    assert after.totals[key].high >= before.totals[key].high
    assert {k: t for k, t in after.totals.items() if k != key} == {
        k: t for k, t in before.totals.items() if k != key
    }


@thorough
@given(cases())
def test_acceptability_is_the_share_of_the_simplex_for_each_pair(drawn: Drawn) -> None:
    matrix, answers = drawn
    case = oracle.Case.of(matrix, answers)
    answered = [(c, options) for c in matrix.criteria if (options := case.chosen[c.key])]
    scale = 6  # of 1, 2, or 3 chosen options the means are whole sixths

    result = score(matrix, answers)

    if not answered or len(case.ranked) < 2:
        assert result.acceptability is None
        return
    assert result.acceptability == {
        a: {
            b: oracle.share_won(
                [
                    sum(o.cells[a].anchor - o.cells[b].anchor for o in options)
                    * scale
                    // len(options)
                    for _, options in answered
                ]
            )
            for b in case.ranked
            if b != a
        }
        for a in case.ranked
    }


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(-20, 20), min_size=1, max_size=8))
def test_the_recurrence_is_the_divided_difference(leads: list[int]) -> None:
    assert share_won(leads) == oracle.share_won(leads)


def test_the_oracle_itself_agrees_with_counting_weightings() -> None:
    leads, steps = [3, -1, -2, 0], 40
    grid = [
        (i + Fraction(1, 4), j + Fraction(1, 4), k + Fraction(1, 4))
        for i in range(steps)
        for j in range(steps - i)
        for k in range(steps - i - j)
    ]

    won = [
        1
        for i, j, k in grid
        if leads[0] * i + leads[1] * j + leads[2] * k + leads[3] * (steps - i - j - k) > 0
    ]

    assert abs(Fraction(len(won), len(grid)) - oracle.share_won(leads)) < Fraction(1, 100)
