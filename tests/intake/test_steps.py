from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from advisor.core.model import Answers, Matrix
from consult.intake.steps import (
    WEIGHTS,
    is_reached,
    next_step,
    previous_step,
    progress,
    step_after,
    steps,
    to_answers,
    to_saved,
)

QUESTIONS = ("q-workload", "q-team", "q-integrity", "q-time")
ORDER = (*QUESTIONS, "verdict", "brief", "contact", "check")
saved_steps = st.sets(st.sampled_from([*ORDER[:-1], WEIGHTS]))


def test_a_page_for_each_criterion_then_verdict_brief_contact_and_check(matrix: Matrix) -> None:
    assert steps(matrix) == ORDER


@given(saved_steps)
def test_whatever_is_saved_the_next_step_is_the_first_that_is_not(saved: set[str]) -> None:
    following = next_step(ORDER, saved)
    before = ORDER[: ORDER.index(following)]
    assert following not in saved
    assert set(before) <= saved


@given(saved_steps)
def test_a_page_is_reached_when_all_before_it_is_saved(saved: set[str]) -> None:
    expected = [set(ORDER[:i]) <= saved for i in range(len(ORDER))]
    assert [is_reached(ORDER, key, saved) for key in ORDER] == expected


@given(saved_steps, st.sampled_from(ORDER[:-1]))
def test_continue_leads_to_a_page_that_is_reached(saved: set[str], key: str) -> None:
    after = step_after(ORDER, key, {*saved, key})
    assert after != key
    assert is_reached(ORDER, after, {*saved, key})


def test_another_answer_shows_the_verdict_again_and_another_brief_does_not() -> None:
    everything = set(ORDER[:-1])
    after = [step_after(ORDER, key, everything) for key in ("q-team", WEIGHTS, "brief", "contact")]
    assert after == ["verdict", "verdict", "check", "check"]


def test_progress_and_the_way_back() -> None:
    assert [progress(ORDER, key) for key in ("q-team", "check")] == [(2, 8), (8, 8)]
    ways_back = [previous_step(ORDER, key) for key in ("q-workload", "q-team", "check")]
    assert ways_back == [None, "q-workload", "contact"]


def test_answers_given_before_become_steps_and_answers_again(matrix: Matrix) -> None:
    answers = Answers(answers={"workload": ("ml", "realtime")}, weights={"team": 0})
    saved = to_saved(answers)
    assert saved == {"q-workload": {"options": ["ml", "realtime"]}, "weights": {"team": 0}}
    assert to_answers(matrix, saved) == answers


def test_not_sure_is_saved_and_is_no_answer(matrix: Matrix) -> None:
    saved: dict[str, dict[str, list[str]]] = {"q-team": {"options": []}}
    assert (next_step(ORDER, {*saved, "q-workload"}), to_answers(matrix, saved)) == (
        "q-integrity",
        Answers(),
    )
