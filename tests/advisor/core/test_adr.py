from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from advisor.core.adr import adr
from advisor.core.answers import read_answers
from advisor.core.model import Answers, Matrix, load_matrix
from advisor.core.scoring import score
from tests.advisor.core.build import GOLDEN, answers, criterion, golden, matrix
from tests.advisor.core.strategies import cases

TODAY = date(2026, 11, 22)
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
EXAMPLE = load_matrix((GOLDEN / "matrix.toml").read_text())
WORK = criterion("work", 3, {"x": (4, 1), "y": (2, 2), "z": (1, 4)}, "multiple")


def record(built: Matrix, given_: Answers, version: int | None = None, url: str = "") -> str:
    return adr(built, given_, score(built, given_, version), TODAY, url=url)


def split(text: str) -> tuple[dict[str, Any], list[Token]]:
    """The front matter, and the tokens of what follows."""
    start, front, body = text.split("---\n", 2)
    assert start == ""
    return yaml.safe_load(front), MARKDOWN.parse(body)


def headings(tokens: list[Token]) -> list[tuple[str, str]]:
    return [
        (token.tag, "".join(child.content for child in tokens[i + 1].children or ()))
        for i, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def section(text: str, heading: str) -> list[str]:
    """The lines under a heading, down to the next one."""
    lines = text.split(f"# {heading}\n", 1)[1].splitlines()
    end = next((i for i, line in enumerate(lines) if line.startswith("#")), len(lines))
    return [line for line in lines[:end] if line]


def test_the_worked_example_as_a_decision_record() -> None:
    url = "https://practice.example/fit/golden/?workload=ml&w.workload=3"
    written = record(EXAMPLE, read_answers(EXAMPLE, golden("answers.json")), 3, url)

    assert written == (GOLDEN / "adr.md").read_text()


def test_its_head_is_that_of_the_template() -> None:
    front, tokens = split(record(EXAMPLE, read_answers(EXAMPLE, golden("answers.json"))))

    assert front == {"status": "proposed", "date": TODAY, "decision-makers": []}
    assert headings(tokens) == [
        ("h1", "Choose FastAPI: FastAPI or Node.js?"),
        ("h2", "Context and Problem Statement"),
        ("h2", "Decision Drivers"),
        ("h2", "Considered Options"),
        ("h2", "Decision Outcome"),
        ("h3", "Consequences"),
        ("h3", "Confirmation"),
        ("h2", "Pros and Cons of the Options"),
        ("h3", "FastAPI (Python)"),
        ("h3", "Node.js (TypeScript)"),
        ("h2", "More Information"),
    ]


@pytest.mark.parametrize(
    ("built", "given_", "title", "outcome"),
    [
        (
            matrix(WORK),
            answers(work="x"),
            "# Choose A: Small",
            [
                "Chosen option: “A”, because it does best on the drivers above.",
                "A is the clear choice: it leads B by 75 of 100 points.",
            ],
        ),
        (
            matrix(criterion("work", 1, {"x": (4, 1), "y": (1, 4)}, excludes={"x": {"b": "No."}})),
            answers(work="x"),
            "# Choose A: Small",
            [
                "Chosen option: “A”, because nothing else is left.",
                "A is the only one left, as everything else is ruled out. It reaches 100 of 100 "
                "points.",
            ],
        ),
        (
            matrix(WORK),
            answers(work="y"),
            "# Undecided: Small",
            [
                "No option is chosen: the matrix does not decide this case.",
                "It is a close call: A and B are level at 50 of 100 points.",
                "* Every question is answered, so none is left to settle it: either is defensible.",
            ],
        ),
        (
            matrix(WORK, floor=60),
            answers(work="y"),
            "# None of them: Small",
            [
                "No option is chosen: the matrix advises none of them for this case.",
                "None of them fits this case well: even the best, A, reaches no more than 50 of "
                "100 points. Under 60 none is advised.",
                "* Work costs A 50 of the 100 points: “Option y”. “y on a.”",
                "* Every question is answered, so no open one could change that.",
            ],
        ),
        (
            matrix(WORK),
            answers(),
            "# Undecided: Small",
            [
                "No option is chosen: the matrix does not decide this case.",
                "No question is answered yet, so nothing is decided.",
                "* One question is still open: What about work?",
            ],
        ),
    ],
)
def test_the_outcome_never_pretends(
    built: Matrix, given_: Answers, title: str, outcome: list[str]
) -> None:
    written = record(built, given_)

    assert title in written.splitlines()
    assert section(written, "Decision Outcome") == outcome
    assert "status: proposed" in written
    assert ("### Consequences" in written) == (title == "# Choose A: Small" and "75" in outcome[1])


def test_what_is_gained_and_given_up_with_its_contradictions() -> None:
    built = matrix(
        criterion("work", 3, {"x": (4, 0), "y": (2, 4)}, "multiple"),
        criterion("team", 2, {"x": (3, 1), "y": (1, 4)}),
        criterion("time", 1, {"x": (1, 3), "y": (4, 1)}),
        criterion("law", 1, {"x": (4, 0), "y": (0, 4)}, "multiple"),
    )

    assert section(
        record(built, answers(work="x y", team="x", time="x", law="x y")), "Consequences"
    ) == [
        "* Good, because Team speaks for A by 14.3 points: “Option x”. “x on a.”",
        "* Good, because Work speaks for A by 10.7 points, most of all “Option x”. “x on a.” "
        "Within Work, however, “Option y” speaks for B. “y on b.”",
        "* Neutral, because Law comes out level: its answers pull apart, and “Option x” speaks "
        "for A. “x on a.” Within Law, however, “Option y” speaks for B. “y on b.”",
        "* Bad, because Time pulls the other way, to B, by 7.1 points: “Option x”. “x on b.”",
    ]


def test_with_three_the_outcome_says_why_the_third_is_behind() -> None:
    built = matrix(criterion("work", 1, {"x": (4, 2, 1), "y": (0, 0, 4)}))

    assert section(record(built, answers(work="x")), "Decision Outcome")[2:] == [
        "What follows compares A with B, the closest of the others.",
        "C is 75 points behind A, most of all on Work: “Option x”. “x on c.”",
    ]


def test_drivers_say_their_weight_and_answer_not_sure_too() -> None:
    built = matrix(WORK, criterion("team", 2, {"x": (4, 1), "y": (1, 4)}))

    assert section(record(built, answers({"team": 0}, work="x y")), "Decision Drivers") == [
        "* Work, weight 3: What about work? Answer: “Option x” and “Option y”.",
        "* Team, weight 0 (in the matrix 2): What about team? Answer: not sure.",
    ]


def test_each_option_has_its_cells_the_good_ones_first_and_what_rules_it_out() -> None:
    built = matrix(
        criterion("work", 1, {"x": (1, 3), "y": (1, 4)}),
        criterion("team", 1, {"x": (2, 0), "y": (1, 4)}),
        criterion("time", 1, {"x": (3, 4), "y": (1, 4)}, excludes={"x": {"a": "It cannot be."}}),
        criterion("more", 1, {"x": (3, 4), "y": (1, 4)}),
    )
    document = built.document()
    document["alternatives"][0] |= {"name": "Alpha", "detail": "the first"}
    document["criteria"][0]["options"][0]["cells"]["a"]["source"] = {
        "title": "A [page]",
        "url": "https://x.example/a_(b)?c=1&d=2",
        "as_of": "2026-01-31",
    }
    document["criteria"][1]["options"][0]["cells"]["a"]["rationale"] = ""

    written = record(Matrix.from_document(document), answers(work="x", team="x", time="x"))

    assert section(written, "Considered Options") == ["* Alpha (the first)", "* B"]
    assert section(written, "Alpha (the first)") == [
        "43.8 to 56.3 of 100 points.",
        "Alpha is ruled out by the answer “Option x” on Time. “It cannot be.”",
        "* Good, because of “Option x” on Time. “x on a.”",
        "* Neutral, because of “Option x” on Team.",
        "* Bad, because of “Option x” on Work. “x on a.” Source: "
        r"[A \[page\]](<https://x.example/a_(b)?c=1&d=2>), as of 2026-01-31.",
    ]


def test_it_says_which_matrix_made_it_and_with_which_weights() -> None:
    built = matrix(WORK, criterion("team", 2, {"x": (4, 1), "y": (1, 4)}))
    points = (
        "Points are a weighted sum on a scale from 0 to 100. A lead under 8 points is a close "
        "call, one from 20 points is clear, and under a total of 40 points no alternative is "
        "advised."
    )

    assert section(record(built, answers(work="x")), "More Information") == [
        "Drafted on 2026-11-22 with the matrix “Small” (small), from a file.",
        points,
        "The weights are those of the matrix.",
    ]
    given_ = answers({"work": 1, "team": 5}, work="x")
    assert section(record(built, given_, 7, "https://x.example/"), "More Information") == [
        "Drafted on 2026-11-22 with version 7 of the matrix “Small” (small).",
        points,
        "Weights changed for this case: Work 1 instead of 3 and Team 5 instead of 2.",
        "[Run it again with these answers](<https://x.example/>)",
    ]


HOSTILE = st.sampled_from(
    [
        "---\nstatus: accepted\n---",
        "a: \"b\" 'c' {d} [e] #f",
        "x\n\n# Decided\n\n* Good",
        "<script>alert(1)</script><!--",
        "[here](https://evil.example) <https://evil.example> ![](https://evil.example)",
        "[here]: https://evil.example",
        "```\n~~~",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "%(winner)s %s 100%",
        "1. **a** _b_ `c` ~~d~~ &lt;",
        "- [ ] a\\",
    ]
)


@settings(max_examples=20)
@given(cases(most=3), st.data())
def test_no_text_of_a_matrix_breaks_out(drawn: tuple[Matrix, Answers], data: st.DataObject) -> None:
    built = Matrix.from_document(hostile(drawn[0].document(), data))
    written = record(built, drawn[1], url="https://x.example/?a=1 <b>\n&copy;")
    harmless = record(*drawn, url="https://x.example/")

    front, tokens = split(written)
    assert front == split(harmless)[0]
    assert [token.type for token in tokens] == [token.type for token in split(harmless)[1]]
    links = [c for token in tokens for c in token.children or () if c.type == "link_open"]
    assert [c.attrs["href"] for c in links] == ["https://x.example/?a=1%20%3Cb%3E%0A&copy;"]
    assert {c.type for token in tokens for c in token.children or ()} == {
        "text",
        "link_open",
        "link_close",
    }
    assert written == record(built, drawn[1], url="https://x.example/?a=1 <b>\n&copy;")


def hostile(document: dict[str, Any], data: st.DataObject) -> dict[str, Any]:
    def text(most: int = 100) -> str:
        return data.draw(HOSTILE)[:most]

    document["title"] = text()
    for alternative in document["alternatives"]:
        alternative["name"] = text()
    for c in document["criteria"]:
        c |= {"name": text(), "question": text()}
        for option in c["options"]:
            option["label"] = text()
            option["excludes"] = {key: text() for key in option["excludes"]}
            for cell in option["cells"].values():
                cell["rationale"] = text()
    return document
