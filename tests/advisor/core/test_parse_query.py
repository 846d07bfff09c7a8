from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.core.answers import parse_query, to_query
from advisor.core.model import Answers, load_matrix
from advisor.core.scoring import score
from tests.advisor.core.build import GOLDEN

MATRIX = load_matrix((GOLDEN / "matrix.toml").read_text())


def parsed(query: str, ignore: tuple[str, ...] = ()) -> tuple[Answers, tuple[str, ...]]:
    return parse_query(MATRIX, parse_qsl(query, keep_blank_values=True), ignore)


def test_the_query_of_the_format_page() -> None:
    assert parsed("workload=realtime&workload=ml&w.workload=3") == (
        Answers(answers={"workload": ("ml", "realtime")}, weights={"workload": 3}),
        (),
    )


@pytest.mark.parametrize(
    ("query", "answers", "left_out"),
    [
        ("team=python&colour=red", {"team": ("python",)}, ("colour=red",)),
        ("team=cobol&time=weeks", {"time": ("weeks",)}, ("team=cobol",)),
        ("team=mixed&team=python", {"team": ("mixed",)}, ("team=python",)),
        ("team=mixed&team=mixed", {"team": ("mixed",)}, ()),
        ("team=&time=weeks", {"time": ("weeks",)}, ()),
        ("team=&team=python", {"team": ("python",)}, ()),
        ("workload=&workload=ml", {"workload": ("ml",)}, ()),
        ("colour=", {}, ("colour=",)),
        ("w.team=6&w.time=-1&w.workload=%C2%B2", {}, ("w.team=6", "w.time=-1", "w.workload=²")),
        ("w.colour=1&w.=1&w.w.team=1", {}, ("w.colour=1", "w.=1", "w.w.team=1")),
        ("w.team=", {}, ()),
        ("w.team=4", {}, ()),
    ],
)
def test_what_is_unknown_is_named_left_out_and_the_rest_goes_on(
    query: str, answers: dict[str, tuple[str, ...]], left_out: tuple[str, ...]
) -> None:
    assert parsed(query) == (Answers(answers=answers), left_out)


def test_of_several_weights_the_first_counts() -> None:
    assert parsed("w.team=2&w.team=2&w.team=5") == (Answers(weights={"team": 2}), ("w.team=5",))


def test_weights_that_are_all_zero_are_left_out() -> None:
    query = "w.workload=0&w.team=0&w.integrity=0&w.time=0"

    assert parsed(query) == (
        Answers(),
        ("w.workload=0", "w.team=0", "w.integrity=0", "w.time=0"),
    )


def test_keys_of_the_page_are_passed_over() -> None:
    assert parsed("from=article&team=python&page=2", ("from", "page")) == (
        Answers(answers={"team": ("python",)}),
        (),
    )


def test_what_is_left_out_is_named_on_one_short_line() -> None:
    pairs = [("x\0\n" + "y" * 1000, "<b>\ud800" + "z" * 1000)]

    assert parse_query(MATRIX, pairs)[1] == (f"x� {'y' * 56}…=<b>�{'z' * 55}…",)


def test_the_canonical_query_has_the_order_of_the_file_and_only_changed_weights() -> None:
    answers = Answers(
        answers={"time": ("weeks",), "workload": ("realtime", "ml")},
        weights={"time": 3, "team": 4, "workload": 0},
    )

    assert to_query(MATRIX, answers) == (
        "workload=ml&workload=realtime&time=weeks&w.workload=0&w.time=3"
    )
    assert to_query(MATRIX, Answers()) == ""


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["workload", "team", "w.workload", "w.team", "w.time", "other"])
            | st.text(),
            st.sampled_from(["ml", "realtime", "python", "mixed", "0", "5", ""]) | st.text(),
        )
    )
)
def test_any_query_can_be_scored_and_its_canonical_form_says_the_same(
    pairs: list[tuple[str, str]],
) -> None:
    answers, _ = parse_query(MATRIX, pairs)

    score(MATRIX, answers)

    assert parsed(to_query(MATRIX, answers)) == (answers, ())
