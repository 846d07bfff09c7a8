from __future__ import annotations

from hypothesis import given, settings

from advisor.core.answers import read_answers
from advisor.core.explain import Sentence
from advisor.core.model import Answers, Matrix, Source, load_matrix
from advisor.core.report import report
from tests.advisor.core.build import GOLDEN, answers, criterion, golden, matrix
from tests.advisor.core.strategies import cases
from tests.advisor.core.told import told

EXAMPLE = load_matrix((GOLDEN / "matrix.toml").read_text())


def test_the_worked_example_in_sentences_that_quote_their_cells() -> None:
    assert told(EXAMPLE, read_answers(EXAMPLE, golden("answers.json"))) == [
        Sentence(
            "headline",
            "The case leans towards FastAPI: whatever the open answers are, it leads Node.js by "
            "10.4 to 18.8 of 100 points.",
        ),
        Sentence(
            "deciding",
            "Primary workload speaks for FastAPI by 18.8 points: “Serving models”.",
            "workload",
            "ml",
            "fastapi",
            "Models are at home in Python.",
        ),
        Sentence(
            "against",
            "Team expertise pulls the other way, to Node.js, by 8.3 points: “Mixed, leaning to "
            "the front end”.",
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
            "One question is still open, and no answer to it would put another alternative ahead: "
            "How strict is the data?",
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
            "If the answer on Team expertise were “Mostly TypeScript”, Node.js would be ahead in "
            "a close call.",
            "team",
            "typescript",
            "nodejs",
        ),
        Sentence(
            "flip",
            "If Primary workload weighed about 0.7 instead of 3, FastAPI and Node.js would be "
            "level in the middle of what the open answers allow.",
            "workload",
        ),
    ]


def test_a_sentence_read_aloud_ends_with_its_quotation() -> None:
    assert str(Sentence("deciding", "Work speaks for A.", rationale="It can.")) == (
        "Work speaks for A. “It can.”"
    )


def test_the_report_holds_the_sentences_as_they_are_read() -> None:
    given_ = read_answers(EXAMPLE, golden("answers.json"))

    document = report(EXAMPLE, given_)

    assert document == golden("result.json") | {
        "explanation": [str(sentence) for sentence in told(EXAMPLE, given_)]
    }


def test_every_line_about_a_cell_leads_to_the_source_of_that_cell() -> None:
    built = matrix(
        criterion("work", 3, {"x": (4, 1), "y": (1, 4)}, excludes={"y": {"b": "It cannot be."}}),
        criterion("team", 2, {"x": (1, 4), "y": (4, 1)}),
    )
    document = built.document()
    for c in document["criteria"]:
        for option in c["options"]:
            for key, cell in option["cells"].items():
                url = f"https://{c['key']}.example/{option['key']}/{key}"
                cell["source"] = {"title": "A page", "url": url, "as_of": "2026-01-31"}

    sentences = told(Matrix.from_document(document), answers(work="x", team="x"))
    about_cells = [s for s in sentences if s.criterion and s.option and s.alternative]

    assert {s.role for s in about_cells} == {"deciding", "against", "flip"}
    assert [s.source for s in about_cells] == [
        Source.model_validate(
            {
                "title": "A page",
                "url": f"https://{s.criterion}.example/{s.option}/{s.alternative}",
                "as_of": "2026-01-31",
            }
        )
        for s in about_cells
    ]


def test_before_the_first_answer_only_the_first_question_is_told() -> None:
    built = matrix(
        criterion("work", 3, {"x": (4, 1), "y": (1, 4)}),
        criterion("team", 1, {"x": (1, 4), "y": (4, 1)}),
    )

    assert [str(sentence) for sentence in told(built, answers())] == [
        "No question is answered yet, so nothing is decided.",
        "Of the open questions, this one would settle most: What about work?",
    ]


def test_a_close_call_says_what_would_settle_it_before_it_gives_reasons() -> None:
    built = matrix(
        criterion("work", 3, {"x": (3, 1), "y": (1, 4)}),
        criterion("team", 2, {"x": (0, 4), "y": (4, 0)}),
    )

    roles = [sentence.role for sentence in told(built, answers(work="x"))]

    assert roles == ["headline", "open", "open", "open", "deciding", "firmness"]


def test_percent_signs_and_markup_in_a_matrix_stay_as_they_are() -> None:
    document = matrix(
        criterion("work", 3, {"x": (4, 1), "y": (1, 4)}),
        criterion("team", 1, {"x": (1, 4), "y": (4, 1)}),
    ).document()
    hostile = "100%(winner)s %d <b>%"
    document["alternatives"][0]["name"] = hostile
    for c in document["criteria"]:
        c |= {"name": hostile, "question": hostile}
        for option in c["options"]:
            option["label"] = hostile

    assert [s.text for s in told(Matrix.from_document(document), answers(work="x", team="x"))] == [
        f"{hostile} is the clear choice: it leads B by 37.5 of 100 points.",
        f"{hostile} speaks for {hostile} by 56.3 points: “{hostile}”.",
        f"{hostile} pulls the other way, to B, by 18.8 points: “{hostile}”.",
        f"{hostile} beats B under 50 % of all weightings of the answered criteria.",
        f"If the answer on {hostile} were “{hostile}”, B would win.",
        f"If {hostile} weighed 1 instead of 3, {hostile} and B would be level.",
    ]


@settings(max_examples=60)
@given(cases())
def test_every_result_can_be_told_and_every_reference_leads_to_a_cell(
    drawn: tuple[Matrix, Answers],
) -> None:
    built = drawn[0]
    options = {(c.key, o.key): o for c in built.criteria for o in c.options}
    for sentence in told(*drawn):
        assert "%" not in sentence.text.replace(" % ", "")
        if sentence.option is None:
            assert (sentence.alternative, sentence.rationale, sentence.source) == (None,) * 3
            continue
        option = options[sentence.criterion or "", sentence.option]
        assert sentence.alternative is not None
        cell = option.cells[sentence.alternative]
        excluding = option.excludes.get(sentence.alternative)
        assert sentence.rationale in (None, cell.rationale, excluding)
        assert sentence.source == cell.source


@settings(max_examples=60)
@given(cases(most=6))
def test_nothing_is_said_twice_and_the_list_stays_readable(drawn: tuple[Matrix, Answers]) -> None:
    said = [str(sentence) for sentence in told(*drawn)]

    assert len(said) == len(set(said))
    assert len(said) <= 20
