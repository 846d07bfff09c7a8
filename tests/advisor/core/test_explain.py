from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings

from advisor.core.answers import read_answers
from advisor.core.explain import Sentence, explain
from advisor.core.model import Answers, Matrix, load_matrix
from advisor.core.scoring import score
from tests.advisor.core.build import GOLDEN, answers, criterion, golden, matrix
from tests.advisor.core.strategies import cases


def told(matrix: Matrix, answers: Answers, gettext: Callable[[str], str] = str) -> list[Sentence]:
    return explain(matrix, answers, score(matrix, answers), gettext)


def headline(matrix: Matrix, answers: Answers) -> str:
    first = told(matrix, answers)[0]
    assert first.role == "headline"
    return str(first)


def test_the_worked_example_in_sentences_that_quote_their_cells() -> None:
    example = load_matrix((GOLDEN / "matrix.toml").read_text())

    assert told(example, read_answers(example, golden("answers.json"))) == [
        Sentence(
            "headline",
            "The case leans towards FastAPI: whatever the open answers are, it leads Node.js by "
            "10.4 to 18.8 of 100 points.",
        ),
        Sentence(
            "deciding",
            "Primary workload speaks for FastAPI by 18.8 of 100 points: “Serving models”.",
            "workload",
            "ml",
            "fastapi",
            "Models are at home in Python.",
        ),
        Sentence(
            "against",
            "Team expertise pulls the other way, to Node.js, by 8.3 of 100 points: “Mixed, "
            "leaning to the front end”.",
            "team",
            "mixed",
            "nodejs",
            "Most of them know it.",
        ),
        Sentence(
            "firmness",
            "FastAPI beats Node.js under 75 % of all weightings of the answered criteria.",
        ),
        Sentence(
            "open",
            "Of the open questions, this one would settle most: How strict is the data?",
            "integrity",
        ),
        Sentence(
            "flip",
            "If the answer on Primary workload were “Real-time collaboration” alone, Node.js "
            "would win.",
            "workload",
            "realtime",
            "nodejs",
        ),
        Sentence(
            "flip",
            "If the answer on Team expertise were “Mostly TypeScript”, Node.js would win.",
            "team",
            "typescript",
            "nodejs",
        ),
        Sentence(
            "flip",
            "If Primary workload weighed about 0.67 in place of 3, FastAPI and Node.js would be "
            "level in the middle of what the open answers allow.",
            "workload",
        ),
    ]


def test_a_sentence_read_aloud_ends_with_its_quotation() -> None:
    assert str(Sentence("deciding", "Work speaks for A.", rationale="It can.")) == (
        "Work speaks for A. “It can.”"
    )


WORK = criterion("work", 3, {"x": (4, 1), "y": (2, 2), "z": (1, 4)}, "multiple")
OPEN = criterion("open", 1, {"x": (4, 1), "y": (1, 4)})
RULED = {"x": {"a": "It cannot be."}}


@pytest.mark.parametrize(
    ("built", "given_", "sentence"),
    [
        (matrix(WORK), answers(work="x"), "A is the clear choice: it leads B by 75 of 100 points."),
        (
            matrix(WORK, OPEN),
            answers(work="x"),
            "A is the clear choice: whatever the open answers are, it leads B by 37.5 to 75 of "
            "100 points.",
        ),
        (
            matrix(WORK, OPEN, clear=90),
            answers(work="x", open="x"),
            "The case leans towards A: it leads B by 75 of 100 points.",
        ),
        (matrix(WORK), answers(work="y"), "It is a close call: A and B are level."),
        (matrix(WORK), answers(), "No question is answered yet, so nothing is decided."),
        (
            matrix(WORK, OPEN),
            answers(work="y"),
            "It is a close call: with the open answers, anything is possible from B ahead by 18.8 "
            "to A ahead by 18.8 of 100 points.",
        ),
        (
            matrix(WORK, close_call=80, clear=80),
            answers(work="x"),
            "It is a close call: A leads B by only 75 of 100 points, too little to decide.",
        ),
        (
            matrix(WORK, OPEN, close_call=80, clear=80),
            answers(work="x"),
            "It is a close call: A leads B by 37.5 to 75 of 100 points, and the lesser of these "
            "is too little to decide.",
        ),
        (
            matrix(WORK, floor=60),
            answers(work="y"),
            "None of them fits this case well: even the best, A, reaches 50 of 100 points at "
            "most, and under 60 none is advised.",
        ),
        (
            matrix(criterion("work", 1, {"x": (4, 1), "y": (1, 4)}, excludes=RULED), floor=0),
            answers(work="x"),
            "B is the only one left: the others are ruled out.",
        ),
        (
            matrix(
                criterion(
                    "work", 1, {"x": (4, 1), "y": (1, 4)}, excludes={"x": {"a": "A", "b": "B"}}
                )
            ),
            answers(work="x"),
            "None of them fits: every alternative is ruled out by an answer.",
        ),
        (
            matrix(WORK, criterion("open", 1, {"x": (4, 1), "y": (1, 4)}, excludes=RULED)),
            answers(work="x"),
            "It is a close call: A is ahead of B, but an open answer could still rule it out.",
        ),
    ],
)
def test_the_headline_says_plainly_what_the_verdict_is(
    built: Matrix, given_: Answers, sentence: str
) -> None:
    assert headline(built, given_) == sentence


def test_a_close_margin_is_never_rounded_up_to_the_limit() -> None:
    heavy = criterion("work", 5, {"x": (3, 2), "y": (0, 4)})
    light = [criterion(f"c{i}", w, {"x": (2, 2), "y": (0, 4)}) for i, w in enumerate([5, 5, 1])]

    # 100 × 5 / 64 = 7.8125 points.
    assert "only 7.8 of 100 points" in headline(
        matrix(heavy, *light), answers(work="x", c0="x", c1="x", c2="x")
    )


def test_who_is_ruled_out_is_told_with_the_reason() -> None:
    built = matrix(criterion("work", 1, {"x": (4, 1), "y": (1, 4)}, excludes=RULED), floor=0)

    assert told(built, answers(work="x"))[1] == Sentence(
        "excluded", "A is ruled out by the answer “Option x”.", "work", "x", "a", "It cannot be."
    )


def test_the_open_answer_that_would_rule_out_the_winner_is_told_with_the_reason() -> None:
    built = matrix(WORK, criterion("open", 1, {"x": (4, 1), "y": (1, 4)}, excludes=RULED))

    assert [s for s in told(built, answers(work="x")) if s.role == "open"] == [
        Sentence(
            "open",
            "The answer “Option x” to this open question would rule out A: What about open?",
            "open",
            "x",
            "a",
            "It cannot be.",
        )
    ]


def test_of_several_chosen_options_the_most_telling_is_quoted() -> None:
    assert told(matrix(WORK), answers(work="x y"))[1] == Sentence(
        "deciding",
        "Work speaks for A by 37.5 of 100 points, most of all “Option x”.",
        "work",
        "x",
        "a",
        "x on a.",
    )


def test_a_cell_without_rationale_is_not_quoted() -> None:
    document = matrix(WORK).document()
    document["criteria"][0]["options"][0]["cells"]["a"]["rationale"] = ""

    reason = told(Matrix.from_document(document), answers(work="x"))[1]

    assert str(reason) == "Work speaks for A by 75 of 100 points: “Option x”."


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            {"one": (4, 1), "two": (2, 2)},
            "On the answered criteria B never beats A, whatever each criterion weighs.",
        ),
        (
            {"one": (2, 2), "two": (3, 3)},
            "On the answered criteria A and B are level, whatever each criterion weighs.",
        ),
        (
            {"one": (4, 1), "two": (2, 3)},
            "A beats B under 75 % of all weightings of the answered criteria.",
        ),
    ],
)
def test_how_firm_it_is_is_a_pairwise_figure(
    rows: dict[str, tuple[int, int]], sentence: str
) -> None:
    built = matrix(*(criterion(key, 1, {"x": row, "y": (0, 4)}) for key, row in rows.items()))

    sentences = told(built, answers(one="x", two="x"))

    assert [str(s) for s in sentences if s.role == "firmness"] == [sentence]


def test_options_that_flip_to_the_same_winner_share_a_sentence() -> None:
    built = matrix(
        criterion("work", 3, {"x": (4, 1), "y": (1, 4), "z": (0, 4), "u": (2, 3), "v": (1, 1)}),
        floor=30,
    )

    assert [str(s) for s in told(built, answers(work="x")) if s.role == "flip"] == [
        "If the answer on Work were “Option v”, none of them would fit.",
        "If the answer on Work were “Option y”, “Option z” or “Option u”, B would win.",
    ]


def test_every_sentence_goes_through_gettext_and_texts_of_the_matrix_do_not() -> None:
    example = load_matrix((GOLDEN / "matrix.toml").read_text())
    given_ = read_answers(example, golden("answers.json"))
    asked: list[str] = []

    def shouting(message: str) -> str:
        asked.append(message)
        return "» " + message

    sentences = told(example, given_, shouting)

    assert all(sentence.text.startswith("» ") for sentence in sentences)
    assert not any("FastAPI" in message or "Python" in message for message in asked)


def test_before_the_first_answer_only_the_first_question_is_told() -> None:
    assert [str(s) for s in told(matrix(WORK, OPEN), answers())] == [
        "No question is answered yet, so nothing is decided.",
        "Of the open questions, this one would settle most: What about work?",
    ]


def test_without_open_answers_a_turning_weight_is_simply_level() -> None:
    built = matrix(WORK, criterion("team", 1, {"x": (1, 4), "y": (4, 1)}))

    assert str(told(built, answers(work="x", team="x"))[-1]) == (
        "If Team weighed about 3 in place of 1, A and B would be level."
    )


def test_percent_signs_and_markup_in_a_matrix_stay_as_they_are() -> None:
    document = matrix(WORK).document()
    document["alternatives"][0]["name"] = "100%(x)s <b>"

    assert headline(Matrix.from_document(document), answers(work="x")) == (
        "100%(x)s <b> is the clear choice: it leads B by 75 of 100 points."
    )


@settings(max_examples=60, deadline=None)
@given(cases())
def test_every_result_can_be_told_and_every_reference_leads_to_a_cell(
    drawn: tuple[Matrix, Answers],
) -> None:
    cells = {
        (criterion.key, option.key, key)
        for criterion in drawn[0].criteria
        for option in criterion.options
        for key in option.cells
    }
    for sentence in told(*drawn):
        assert "%" not in sentence.text.replace(" % ", "")
        if sentence.rationale:
            assert (sentence.criterion, sentence.option, sentence.alternative) in cells
