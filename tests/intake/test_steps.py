from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.core.model import Answers, Matrix
from consult.intake.run import Run
from consult.intake.steps import (
    WEIGHTS,
    is_done,
    is_reached,
    next_step,
    page_of,
    previous_step,
    progress,
    question_pages,
    step_after,
    steps,
    to_answers,
    to_saved,
)
from tests.intake.runs import run_with
from tests.intake.visit import SAVED

QUESTIONS = ("q-workload", "q-team", "q-integrity", "q-time")
ORDER = (*QUESTIONS, "verdict", "brief", "plans", "contact", "check")
WEIGHED = {WEIGHTS: {"team": 0}}
saved_steps = st.sets(st.sampled_from([*ORDER[:-1], WEIGHTS]))


def run_of(matrix: Matrix, keys: set[str]) -> Run:
    content = {**SAVED, **WEIGHED}
    return run_with(matrix, {key: content[key] for key in sorted(keys)})


def with_criteria(matrix: Matrix, count: int) -> Matrix:
    """The golden matrix with so many criteria."""
    first = matrix.criteria[0]
    criteria = [first.model_copy(update={"key": f"c{n}", "name": f"C{n}"}) for n in range(count)]
    return matrix.model_copy(update={"criteria": tuple(criteria)})


def test_a_page_for_each_criterion_then_verdict_brief_plans_contact_and_check(
    matrix: Matrix,
) -> None:
    assert steps(run_with(matrix, {})) == ORDER


@pytest.mark.parametrize(
    ("count", "pages"),
    [(1, [1]), (4, [1, 1, 1, 1]), (5, [2, 1, 1, 1]), (9, [3, 2, 2, 2]), (50, [13, 13, 12, 12])],
)
def test_more_criteria_than_pages_share_them_evenly_and_in_order(
    matrix: Matrix, count: int, pages: list[int]
) -> None:
    run = run_with(with_criteria(matrix, count), {})
    found = question_pages(run)
    assert [len(page) for page in found] == pages
    assert [key for page in found for key in page] == [f"q-c{n}" for n in range(count)]
    # With the start page, ten screens at most.
    assert 1 + len(steps(run)) <= 10


def test_what_was_answered_before_the_start_is_on_no_page(matrix: Matrix) -> None:
    run = run_with(matrix, {}, carried={"q-team": {"options": ["mixed"]}})
    assert steps(run) == (*(key for key in ORDER if key != "q-team"),)
    assert (page_of(run, "q-team"), is_reached(run, "q-team")) == (("q-team",), True)


def test_a_page_of_several_questions_is_done_when_each_is_answered(matrix: Matrix) -> None:
    many = with_criteria(matrix, 5)
    one = {"q-c0": {"options": ["ml"]}}
    both = one | {"q-c1": {"options": []}}
    assert page_of(run_with(many, {}), "q-c0") == ("q-c0", "q-c1")
    assert [is_done(run_with(many, saved), "q-c0") for saved in ({}, one, both)] == [
        False,
        False,
        True,
    ]


@given(saved_steps)
def test_whatever_is_saved_the_next_step_is_the_first_that_is_not(
    matrix: Matrix, saved: set[str]
) -> None:
    following = next_step(run_of(matrix, saved))
    before = ORDER[: ORDER.index(following)]
    assert following not in saved
    assert set(before) <= saved


@given(saved_steps)
def test_a_page_is_reached_when_all_before_it_is_saved(matrix: Matrix, saved: set[str]) -> None:
    expected = [set(ORDER[:i]) <= saved for i in range(len(ORDER))]
    run = run_of(matrix, saved)
    assert [is_reached(run, key) for key in ORDER] == expected


@given(saved_steps, st.sampled_from(ORDER[:-1]))
def test_continue_leads_to_a_page_that_is_reached(
    matrix: Matrix, saved: set[str], key: str
) -> None:
    run = run_of(matrix, {*saved, key})
    after = step_after(run, key)
    assert after != key
    assert is_reached(run, after)


def test_another_answer_shows_the_verdict_again_and_another_brief_does_not(matrix: Matrix) -> None:
    everything = run_of(matrix, set(ORDER[:-1]))
    changed = ("q-team", WEIGHTS, "brief", "plans", "contact")
    assert [step_after(everything, key) for key in changed] == [
        "verdict",
        "verdict",
        "check",
        "check",
        "check",
    ]


@pytest.mark.parametrize(
    ("stage", "plans", "following"),
    [
        ("idea", {}, "check"),
        ("running", {}, "plans"),
        ("running", {"today": "A monolith."}, "check"),
        ("rewrite", {"today": "A monolith."}, "plans"),
        ("rewrite", {"today": "A monolith.", "reason": "slow"}, "check"),
    ],
)
def test_a_question_that_came_to_apply_opens_its_page_again(
    matrix: Matrix, stage: str, plans: dict[str, str], following: str
) -> None:
    saved: dict[str, Any] = {
        **SAVED,
        "brief": {**SAVED["brief"], "stage": stage},
        "plans": {**SAVED["plans"], **plans},
    }
    assert next_step(run_with(matrix, saved)) == following


def test_progress_and_the_way_back(matrix: Matrix) -> None:
    run = run_with(matrix, {})
    assert [progress(run, key) for key in ("q-team", "check")] == [(2, 9), (9, 9)]
    ways_back = [previous_step(run, key) for key in ("q-workload", "q-team", "check")]
    assert ways_back == [None, "q-workload", "contact"]


def test_answers_given_before_become_steps_and_answers_again(matrix: Matrix) -> None:
    answers = Answers(answers={"workload": ("ml", "realtime")}, weights={"team": 0})
    saved = to_saved(answers)
    assert saved == {"q-workload": {"options": ["ml", "realtime"]}, "weights": {"team": 0}}
    assert to_answers(matrix, saved) == answers


def test_not_sure_is_saved_and_is_no_answer(matrix: Matrix) -> None:
    saved: dict[str, dict[str, list[str]]] = {"q-team": {"options": []}}
    run = run_with(matrix, {"q-workload": {"options": ["ml"]}, **saved})
    assert (next_step(run), to_answers(matrix, saved)) == ("q-integrity", Answers())
