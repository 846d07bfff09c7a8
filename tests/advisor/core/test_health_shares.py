"""Shares of all answer sets, against an oracle that goes through every one of them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.core.health import Health, health
from advisor.core.model import Answers, Matrix, load_matrix
from advisor.core.scoring import score
from tests.advisor.core.build import GOLDEN, criterion, matrix
from tests.advisor.core.oracle_health import Every

TODAY = date(2026, 11, 22)
thorough = settings(max_examples=25)


def healthy(matrix: Matrix) -> Health:
    return health(matrix, TODAY)


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """2 to 4 alternatives, up to 4 criteria; weights of 0 and exclusions are common."""
    keys = "abcd"[: draw(st.integers(2, 4))]
    row = st.tuples(*(st.integers(0, 4) for _ in keys))
    reasons = st.dictionaries(st.sampled_from(keys), st.just("No."), max_size=2)
    criteria = []
    for c in range(draw(st.integers(1, 4))):
        options = "xyz"[: draw(st.integers(2, 3))]
        rows = {option: draw(row) for option in options}
        excludes = draw(st.dictionaries(st.sampled_from(options), reasons, max_size=1))
        weight = draw(st.sampled_from([0, 1, 2, 5])) if c else draw(st.integers(1, 5))
        criteria.append(criterion(f"c{c}", weight, rows, excludes=excludes))
    limit = draw(st.sampled_from([1, 8, 20, 100]))
    return matrix(*criteria, close_call=limit, clear=100)


@thorough
@given(matrices())
def test_shares_are_those_of_going_through_every_answer_set(drawn: Matrix) -> None:
    found, every = healthy(drawn), Every(drawn)

    assert found.exact
    assert found.answer_sets == len(every.totals)
    assert found.wins == every.wins
    assert found.decided == every.decided
    assert found.close_calls == every.close_calls
    assert found.none == every.none
    assert found.pairwise == every.pairwise
    assert found.never_win == every.never_win
    assert found.never_decide == every.never_decide


@thorough
@given(matrices())
def test_above_the_cap_what_is_said_is_pairwise_and_certain(drawn: Matrix) -> None:
    found, every = health(drawn, TODAY, most_bytes=0), Every(drawn)

    assert not found.exact
    assert (found.wins, found.decided, found.close_calls, found.none) == (None, None, None, None)
    assert found.pairwise == every.pairwise
    assert set(found.never_win) <= set(every.never_win)
    assert set(found.never_decide) <= set(every.never_decide)


@thorough
@given(matrices())
def test_the_shares_of_all_that_can_happen_sum_to_1(drawn: Matrix) -> None:
    found = healthy(drawn)

    assert found.wins is not None
    assert found.decided is not None
    assert found.close_calls is not None
    assert found.none is not None
    assert sum(found.decided.values()) + found.close_calls + found.none == 1
    assert all(found.decided[key] <= won for key, won in found.wins.items())
    assert all(found.wins[key] <= min(found.pairwise[key].values()) for key in found.wins)
    if len(found.wins) == 2:
        assert found.wins == {"a": found.pairwise["a"]["b"], "b": found.pairwise["b"]["a"]}


@settings(max_examples=15)
@given(matrices())
def test_health_and_score_agree_on_every_answer_set(drawn: Matrix) -> None:
    decided = dict.fromkeys((alternative.key for alternative in drawn.alternatives), 0)
    no_floor = drawn.model_copy(update={"floor": 0})
    for chosen in product(*(each.options for each in drawn.criteria)):
        keys = zip(drawn.criteria, chosen, strict=True)
        answers = Answers(answers={c.key: (option.key,) for c, option in keys})
        verdict = score(no_floor, answers).verdict
        if verdict.winner and verdict.kind != "close_call":
            decided[verdict.winner] += 1

    found = healthy(drawn)

    assert found.decided == {
        key: Fraction(count, found.answer_sets) for key, count in decided.items()
    }


def test_the_worked_example_by_hand() -> None:
    """FastAPI is ahead by 15 or -10, and 12, -4, or -16, and 0, 4, or 4 of 56 steps.

    So by 27, 31, 31, 11, 15, 15, 2, 6, 6, -1, 3, 3, -14, -10, -10, -26, -22, -22, whatever the
    time to market is. A close call is under 8 points: under 4.48 steps.
    """
    found = healthy(load_matrix((GOLDEN / "matrix.toml").read_text()))

    assert found == Health(
        answer_sets=36,
        exact=True,
        wins={"fastapi": Fraction(11, 18), "nodejs": Fraction(7, 18)},
        decided={"fastapi": Fraction(8, 18), "nodejs": Fraction(6, 18)},
        close_calls=Fraction(4, 18),
        none=Fraction(0),
        pairwise={
            "fastapi": {"nodejs": Fraction(11, 18)},
            "nodejs": {"fastapi": Fraction(7, 18)},
        },
        never_win=(),
        never_decide=("time",),
        indistinguishable=(),
        without_rationale=(),
        stale=(),
    )


def test_three_alternatives_by_hand() -> None:
    """x and p: 8, 2, 2 of 8 steps. y and p: 4, 6, 6, a tie. With q only c is left, twice."""
    found = healthy(
        matrix(
            criterion("work", 1, {"x": (4, 0, 0), "y": (0, 4, 4)}),
            criterion(
                "team",
                1,
                {"p": (4, 2, 2), "q": (4, 4, 0)},
                excludes={"q": {"a": "No.", "b": "No."}},
            ),
        )
    )
    quarter = Fraction(1, 4)

    assert found.wins == {"a": quarter, "b": Fraction(0), "c": 2 * quarter}
    assert found.decided == {"a": quarter, "b": Fraction(0), "c": 2 * quarter}
    assert (found.close_calls, found.none) == (quarter, Fraction(0))
    assert found.pairwise == {
        "a": {"b": quarter, "c": quarter},
        "b": {"a": quarter, "c": Fraction(0)},
        "c": {"a": 3 * quarter, "b": 2 * quarter},
    }
    assert found.never_win == ("b",)
    assert found.never_decide == ()


def test_a_criterion_that_weighs_nothing_decides_only_by_what_it_rules_out() -> None:
    work = criterion("work", 5, {"x": (4, 0), "y": (0, 4)})
    rows = {"x": (4, 0), "y": (0, 4)}
    rules_out = criterion("law", 0, rows, excludes={"x": {"a": "No."}})

    assert healthy(matrix(work, criterion("taste", 0, rows))).never_decide == ("taste",)
    assert healthy(matrix(work, rules_out)).never_decide == ()


def test_a_criterion_too_light_to_turn_anything_never_decides() -> None:
    """The heavy one leads by 20 or -20, the light one shifts that by 4 at most."""
    heavy = criterion("heavy", 5, {"x": (4, 0), "y": (0, 4)})
    light = criterion("light", 1, {"x": (4, 0), "y": (0, 4)})
    found = healthy(matrix(heavy, light))

    assert found.never_decide == ("light",)
    assert healthy(matrix(heavy, light | {"weight": 5})).never_decide == ()


def test_who_is_second_decides_nothing() -> None:
    found = healthy(matrix(criterion("work", 1, {"x": (1, 0, 4), "y": (0, 1, 4)})))

    assert found.never_decide == ("work",)
    assert found.never_win == ("a", "b")


def test_two_alternatives_are_exact_at_the_limits_of_the_format() -> None:
    rows = {f"o{i}": (i % 5, 4 - i % 5) for i in range(6)}
    excludes = {"o0": {"a": "No."}, "o5": {"b": "No."}}
    found = healthy(matrix(*(criterion(f"c{i}", 5, rows, excludes=excludes) for i in range(50))))

    assert found.exact
    assert found.answer_sets == 6**50
    assert found.none == 1 - 2 * Fraction(5, 6) ** 50 + Fraction(4, 6) ** 50
