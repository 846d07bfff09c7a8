from __future__ import annotations

import pytest

from advisor.core.answers import AnswersError, read_answers
from advisor.core.model import Answers, load_matrix
from tests.advisor.core.build import GOLDEN

MATRIX = load_matrix((GOLDEN / "matrix.toml").read_text())


def test_absent_null_and_empty_are_not_sure() -> None:
    data = {"answers": {"team": None, "time": [], "workload": ["ml"]}}

    assert read_answers(MATRIX, data) == Answers(answers={"workload": ("ml",)})
    assert read_answers(MATRIX, {}) == Answers()


def test_answers_come_in_the_order_of_the_file() -> None:
    data = {
        "weights": {"time": 5, "team": 0},
        "answers": {"time": ["weeks"], "workload": ["realtime", "ml"]},
    }

    answers = read_answers(MATRIX, data)

    assert list(answers.answers.items()) == [("workload", ("ml", "realtime")), ("time", ("weeks",))]
    assert list(answers.weights.items()) == [("team", 0), ("time", 5)]
    assert Answers.model_validate(answers.document()) == answers


def test_every_fault_is_reported_with_its_key() -> None:
    data = {
        "answers": {
            "colour": ["red"],
            "workload": ["ml", "ml", "games"],
            "team": ["python", "mixed"],
            "integrity": "strict",
            "time": [1],
        },
        "weights": {"colour": 1, "workload": 6, "team": True, "time": "3", "integrity": 2.0},
        "version": 3,
    }

    with pytest.raises(AnswersError) as caught:
        read_answers(MATRIX, data)

    assert [str(problem) for problem in caught.value.problems] == [
        "version: is not a known key",
        "answers.colour: there is no such criterion",
        "answers.workload: there is no option games",
        "answers.workload: ml is given twice",
        "answers.team: takes one option only",
        "answers.integrity: must be a list of option keys, or null",
        "answers.time: must be a list of option keys, or null",
        "weights.colour: there is no such criterion",
        "weights.workload: must be an integer from 0 to 5",
        "weights.team: must be an integer from 0 to 5",
        "weights.time: must be an integer from 0 to 5",
        "weights.integrity: must be an integer from 0 to 5",
    ]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (None, "answers: must be an object with answers and weights"),
        (["ml"], "answers: must be an object with answers and weights"),
        ({"answers": []}, "answers: must be an object"),
        ({"answers": None}, "answers: must be an object"),
        ({"weights": 3}, "weights: must be an object"),
        (
            {"weights": {"workload": 0, "team": 0, "integrity": 0, "time": 0}},
            "weights: must not all be 0",
        ),
        (
            {"answers": {"a\0\ud800b" * 1000: []}},
            f"answers.{'a��b' * 14}a��…: there is no such criterion",
        ),
        ({"answers": {"team": ["\ud800"]}}, "answers.team: there is no option �"),
    ],
)
def test_what_is_no_answers_object_is_refused(data: object, problem: str) -> None:
    with pytest.raises(AnswersError) as caught:
        read_answers(MATRIX, data)
    assert [str(p) for p in caught.value.problems] == [problem]


def test_a_hundred_thousand_options_are_refused_without_effort() -> None:
    with pytest.raises(AnswersError) as caught:
        read_answers(MATRIX, {"answers": {"team": ["x"] * 100_000}})
    assert [p.message for p in caught.value.problems] == [
        "there is no option x",
        "x is given twice",
    ]
