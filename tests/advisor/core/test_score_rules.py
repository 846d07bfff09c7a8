"""The rules of the format page, one by one."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest

from advisor.core.model import Answers
from advisor.core.result import FlipAnswer, Total, Verdict
from advisor.core.scoring import score
from tests.advisor.core.build import answers, criterion, matrix

NEITHER = Verdict("neither", None, None, None, None, None)


def test_a_multiple_choice_scores_the_mean_of_its_options() -> None:
    small = matrix(criterion("work", 2, {"x": (4, 0), "y": (1, 2), "z": (2, 2)}, "multiple"))

    totals = score(small, answers(work="x y z")).totals

    assert totals["a"].low == totals["a"].high == Fraction(100 * 7, 12)
    assert totals["b"].low == totals["b"].high == Fraction(100 * 4, 12)


def test_options_come_in_the_order_of_the_file() -> None:
    small = matrix(criterion("work", 2, {"x": (4, 0), "y": (1, 2)}, "multiple"))

    assert score(small, answers(work="y x")).contributions[0].options == ("x", "y")


def test_a_visitors_weight_replaces_the_matrixs() -> None:
    small = matrix(
        criterion("work", 5, {"x": (4, 0), "y": (0, 4)}),
        criterion("team", 1, {"x": (0, 4), "y": (4, 0)}),
    )

    result = score(small, answers({"work": 0}, work="x", team="x"))

    assert [c.weight for c in result.contributions] == [0, 1]
    assert result.verdict == Verdict("clear", "b", "a", Fraction(100), Fraction(100), Fraction(100))


def test_weights_that_are_all_zero_cannot_be_scored() -> None:
    small = matrix(criterion("work", 5, {"x": (4, 0), "y": (0, 4)}))

    with pytest.raises(ValueError, match="all 0"):
        score(small, answers({"work": 0}, work="x"))


def test_not_sure_is_one_unknown_option_for_both_alternatives() -> None:
    small = matrix(criterion("work", 5, {"x": (4, 3), "y": (1, 0)}))

    result = score(small, answers())

    assert result.totals == {
        "a": Total(Fraction(25), Fraction(100), None),
        "b": Total(Fraction(0), Fraction(75), None),
    }
    assert result.verdict == Verdict("clear", "a", "b", Fraction(25), Fraction(25), Fraction(25))


@pytest.mark.parametrize(
    ("close_call", "clear", "kind"),
    [(26, 40, "close_call"), (25, 40, "lean"), (1, 26, "lean"), (1, 25, "clear")],
)
def test_the_worst_case_decides_the_kind_and_a_limit_reached_counts(
    close_call: int, clear: int, kind: str
) -> None:
    work = criterion("work", 1, {"x": (3, 2), "y": (4, 0)})

    verdict = score(matrix(work, close_call=close_call, clear=clear), answers()).verdict

    assert verdict.kind == kind
    assert verdict.margin_low == 25
    assert verdict.margin_high == 100


def test_an_excluded_alternative_leaves_the_ranking_but_keeps_its_totals() -> None:
    small = matrix(
        criterion("work", 3, {"x": (4, 1, 2), "y": (0, 4, 2)}, excludes={"x": {"a": "Not this."}}),
        criterion("team", 1, {"x": (4, 4, 2), "y": (0, 4, 2)}, excludes={"x": {"a": "Nor this."}}),
    )

    result = score(small, answers(work="x", team="x"))

    assert result.totals["a"].excluded == "Not this."
    assert result.totals["a"].low == 100
    assert result.verdict.winner == "c"
    assert result.acceptability == {"b": {"c": Fraction(2, 3)}, "c": {"b": Fraction(1, 3)}}


def test_an_excluded_alternative_comes_back_where_the_other_option_does_not_exclude_it() -> None:
    small = matrix(
        criterion("work", 1, {"x": (4, 3), "y": (4, 3)}, excludes={"x": {"a": "Not this."}}),
        floor=0,
    )

    result = score(small, answers(work="x"))

    assert result.verdict == Verdict("clear", "b", None, None, None, None)
    assert result.flips.answers == (FlipAnswer("work", "y", "a"),)
    assert result.flips.weights == ()
    assert (result.deciding, result.against, result.acceptability) == ((), (), None)


def test_an_alternative_excluded_twice_stays_out_when_one_reason_goes() -> None:
    small = matrix(
        criterion("work", 1, {"x": (4, 3), "y": (4, 3)}, excludes={"x": {"a": "Not this."}}),
        criterion("team", 1, {"x": (4, 3), "y": (4, 3)}, excludes={"x": {"a": "Nor this."}}),
    )

    assert score(small, answers(work="x", team="x")).flips.answers == ()


def test_neither_when_everything_is_excluded() -> None:
    small = matrix(
        criterion(
            "work", 1, {"x": (4, 3), "y": (4, 3)}, excludes={"x": {"a": "Not this.", "b": "Nor."}}
        ),
        criterion("team", 1, {"x": (4, 0), "y": (0, 4)}),
    )

    result = score(small, answers(work="x"))

    assert result.verdict == NEITHER
    assert result.settles is None
    assert (result.deciding, result.against) == ((), ())
    assert (result.flips.answers, result.flips.weights) == ((), ())
    assert result.acceptability is None


def test_neither_when_even_the_best_ranked_stays_under_the_floor() -> None:
    work = criterion("work", 1, {"x": (1, 0, 4), "y": (4, 4, 4)}, excludes={"x": {"c": "No."}})

    under = score(matrix(work, floor=26), answers(work="x"))
    on_it = score(matrix(work, floor=25), answers(work="x"))

    assert under.verdict == NEITHER
    assert under.acceptability == {"a": {"b": Fraction(1)}, "b": {"a": Fraction(0)}}
    assert (on_it.verdict.kind, on_it.verdict.winner) == ("clear", "a")


def test_the_floor_looks_at_the_best_that_open_answers_allow() -> None:
    small = matrix(criterion("work", 1, {"x": (0, 0), "y": (2, 0)}), floor=50)

    assert score(small, answers()).verdict.winner == "a"


def test_a_single_ranked_alternative_under_the_floor_is_neither() -> None:
    small = matrix(criterion("work", 1, {"x": (1, 4), "y": (1, 4)}, excludes={"x": {"b": "No."}}))

    assert score(small, answers(work="x")).verdict == NEITHER


def test_an_answer_after_which_none_would_fit_is_a_flip_without_a_winner() -> None:
    small = matrix(criterion("work", 1, {"x": (4, 3), "y": (1, 1)}))

    assert score(small, answers(work="x")).flips.answers == (FlipAnswer("work", "y", None),)


def test_a_tie_goes_to_the_order_of_the_file_and_is_a_close_call() -> None:
    small = matrix(criterion("work", 1, {"x": (3, 3), "y": (4, 4)}))

    result = score(small, answers(work="x"))

    assert result.verdict == Verdict("close_call", "a", "b", Fraction(0), Fraction(0), Fraction(0))
    assert result.acceptability == {"a": {"b": Fraction(0)}, "b": {"a": Fraction(0)}}
    assert (result.deciding, result.against) == ((), ())


def test_the_winner_has_the_greatest_worst_case_not_the_greatest_midpoint() -> None:
    small = matrix(criterion("work", 1, {"x": (0, 1, 3), "y": (4, 2, 0)}), floor=0)

    verdict = score(small, answers()).verdict

    # The midpoints are 2, 1.5, and 1.5 anchors; the worst cases -3, -2, and -4.
    assert verdict == Verdict("close_call", "b", "a", Fraction(-25, 2), Fraction(-50), Fraction(25))


def test_an_open_option_that_would_exclude_the_winner_makes_it_a_close_call_and_settles() -> None:
    small = matrix(
        criterion("team", 5, {"x": (4, 0), "y": (4, 1)}),
        criterion("work", 0, {"x": (4, 0), "y": (4, 0)}, excludes={"y": {"a": "Not this."}}),
    )

    result = score(small, answers())

    assert result.verdict.margin_low == 75
    assert (result.verdict.kind, result.verdict.winner) == ("close_call", "a")
    assert result.settles == "work"


def test_the_only_one_left_is_a_close_call_where_an_open_answer_would_exclude_it() -> None:
    small = matrix(
        criterion("team", 5, {"x": (4, 4), "y": (4, 1)}, excludes={"x": {"b": "No."}}),
        criterion("work", 1, {"x": (4, 0), "y": (4, 0)}, excludes={"y": {"a": "Not this."}}),
    )

    result = score(small, answers(team="x"))

    assert result.verdict == Verdict("close_call", "a", None, None, None, None)
    assert result.settles == "work"


def test_an_open_option_that_would_exclude_another_than_the_winner_changes_nothing() -> None:
    small = matrix(
        criterion("team", 5, {"x": (4, 0), "y": (4, 0)}),
        criterion("work", 1, {"x": (4, 0), "y": (4, 0)}, excludes={"y": {"b": "Not this."}}),
    )

    result = score(small, answers(team="x"))

    assert (result.verdict.kind, result.settles) == ("clear", None)


def test_the_open_criterion_with_the_widest_weighted_difference_settles() -> None:
    small = matrix(
        criterion("team", 1, {"x": (4, 0), "y": (0, 4)}),
        criterion("work", 3, {"x": (4, 0), "y": (2, 2)}),
        criterion("time", 3, {"x": (0, 4), "y": (2, 2)}),
    )

    assert score(small, answers()).settles == "work"
    assert score(small, answers(work="x", time="x")).settles == "team"
    assert score(small, answers(work="x", time="x", team="x")).settles is None


def test_deciding_and_against_are_answered_criteria_the_greatest_difference_first() -> None:
    small = matrix(
        criterion("one", 1, {"x": (3, 1), "y": (1, 1)}),
        criterion("two", 5, {"x": (4, 1), "y": (1, 1)}),
        criterion("three", 2, {"x": (3, 2), "y": (1, 1)}),
        criterion("four", 1, {"x": (2, 3), "y": (1, 1)}),
        criterion("five", 1, {"x": (1, 4), "y": (1, 1)}),
        criterion("open", 5, {"x": (4, 0), "y": (3, 0)}),
        criterion("zero", 0, {"x": (4, 0), "y": (3, 0)}),
    )

    result = score(small, answers(one="x", two="x", three="x", four="x", five="x", zero="x"))

    assert result.deciding == ("two", "one", "three")
    assert result.against == ("five", "four")


def test_acceptability_counts_the_answered_criteria_whatever_they_weigh_today() -> None:
    small = matrix(
        criterion("work", 5, {"x": (4, 3), "y": (0, 4)}),
        criterion("team", 0, {"x": (1, 4), "y": (4, 0)}),
        criterion("open", 5, {"x": (4, 0), "y": (0, 4)}),
    )

    assert score(small, answers(work="x", team="x")).acceptability == {
        "a": {"b": Fraction(1, 4)},
        "b": {"a": Fraction(3, 4)},
    }


def test_acceptability_is_null_where_nothing_is_answered() -> None:
    assert (
        score(matrix(criterion("w", 1, {"x": (4, 0), "y": (0, 4)})), answers()).acceptability
        is None
    )


def test_a_changed_copy_of_a_matrix_is_scored_by_its_own_cells() -> None:
    before = matrix(criterion("work", 1, {"x": (1, 2), "y": (3, 2)}))
    other = matrix(criterion("work", 1, {"x": (4, 2), "y": (3, 2)}))
    assert score(before, answers(work="x")).totals["a"].low == 25

    copied = before.model_copy(update={"criteria": other.criteria})

    assert score(copied, answers(work="x")).totals["a"].low == 100
    assert score(before, answers(work="x")).totals["a"].low == 25


def test_the_greatest_totals_that_the_format_allows_are_exact() -> None:
    keys = [f"a{k}" for k in range(20)]
    anchors = {f"o{j}": (4, 0) * 9 + (0, 4) for j in range(6)}
    wide = matrix(*(criterion(f"c{i}", 5, anchors, "multiple", None, keys) for i in range(50)))

    for chosen in [(), ("o0",), tuple(anchors)]:
        totals = score(wide, Answers(answers={f"c{i}": chosen for i in range(50)})).totals
        assert [(int(t.low), int(t.high)) for t in totals.values()] == [
            *[(100, 100), (0, 0)] * 9,
            (0, 0),
            (100, 100),
        ]


def test_the_limits_of_the_format_are_scored_within_two_seconds() -> None:
    size = range(20)
    wide = matrix(
        *(
            criterion(
                f"c{i}",
                1 + i % 5,
                {f"o{j}": tuple((i * j * k + i + k) % 5 for k in size) for j in range(6)},
                alternatives=[f"a{k}" for k in size],
            )
            for i in range(50)
        )
    )
    started = time.process_time()

    result = score(wide, Answers(answers={f"c{i}": (f"o{i % 6}",) for i in range(40)}))

    assert len(result.totals) == 20
    assert time.process_time() - started < 2
