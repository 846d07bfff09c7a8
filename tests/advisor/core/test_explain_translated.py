"""Every word is either a message or stands in the matrix, so that a translation is whole."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

from hypothesis import given, settings

import advisor.core
from advisor.core.adr import adr
from advisor.core.model import Answers, Matrix
from advisor.core.scoring import score
from tests.advisor.core.build import answers, criterion, matrix
from tests.advisor.core.strategies import cases
from tests.advisor.core.told import told

CORE = Path(advisor.core.__file__).parent
CALLS = [
    (f"{path.relative_to(CORE)}:{node.lineno}", node)
    for path in CORE.rglob("*.py")
    for node in ast.walk(ast.parse(path.read_text()))
    if isinstance(node, ast.Call)
    and (getattr(node.func, "id", None) or getattr(node.func, "attr", None)) == "gettext"
]
MESSAGES = [
    str(node.args[0].value)
    for _, node in CALLS
    if node.args and isinstance(node.args[0], ast.Constant)
]
NAMES = re.compile(r"%(?:\(\w+\)s|%)")


def marking(message: str) -> str:
    """A translation of which nothing is left but what is filled in."""
    parts = NAMES.split(message)
    names = [name.removeprefix("%%") for name in (*NAMES.findall(message), "")]
    return "".join("~" * len(part) + name for part, name in zip(parts, names, strict=True))


def test_every_message_is_a_literal_that_can_be_collected() -> None:
    unclear = [
        place
        for place, call in CALLS
        if len(call.args) != 1
        or call.keywords
        or not isinstance(call.args[0], ast.Constant)
        or not isinstance(call.args[0].value, str)
    ]
    assert unclear == []
    assert len(MESSAGES) > 100


def test_everything_filled_in_has_a_name_and_no_percent_sign_is_stray() -> None:
    stray = [message for message in MESSAGES if "%" in NAMES.sub("", message)]
    assert stray == []


@settings(max_examples=60)
@given(cases())
def test_every_word_is_a_message_or_of_the_matrix(drawn: tuple[Matrix, Answers]) -> None:
    built = with_texts_of_digits(drawn[0])

    for sentence in told(built, drawn[1], marking):
        assert re.fullmatch(r"[~\d-]+", sentence.text), sentence.text
        assert re.fullmatch(r"[~\d-]+", sentence.said(marking))


@settings(max_examples=40)
@given(cases())
def test_every_word_of_a_decision_record_is_a_message_or_of_its_template(
    drawn: tuple[Matrix, Answers],
) -> None:
    built = with_texts_of_digits(drawn[0])
    record = adr(built, drawn[1], score(built, drawn[1]), date(2026, 11, 22), marking)
    front, *rest = record.split("\n\n")

    assert front == "---\nstatus: proposed\ndate: 2026-11-22\ndecision-makers: []\n---"
    for line in "\n".join(rest).splitlines():
        if line not in HEADINGS:
            assert re.fullmatch(r"(?:#+ |\* )?[\\~\d-]*", line.replace("small", "~")), line


HEADINGS = {
    "## Context and Problem Statement",
    "## Decision Drivers",
    "## Considered Options",
    "## Decision Outcome",
    "### Consequences",
    "### Confirmation",
    "## Pros and Cons of the Options",
    "## More Information",
}


def with_texts_of_digits(built: Matrix) -> Matrix:
    """The same matrix, of which every text is a number of its own."""
    document = built.document()
    document["title"] = "100"
    for i, alternative in enumerate(document["alternatives"]):
        alternative["name"] = str(200 + i)
    for i, c in enumerate(document["criteria"]):
        c |= {"name": str(300 + i), "question": str(400 + i)}
        for j, option in enumerate(c["options"]):
            option["label"] = f"5{i}{j}"
            option["excludes"] = dict.fromkeys(option["excludes"], f"6{i}{j}")
            for key, cell in option["cells"].items():
                cell["rationale"] = f"7{i}{j}{'abcd'.index(key)}"
    return Matrix.from_document(document)


def test_a_decimal_is_written_as_the_language_writes_it() -> None:
    built = matrix(
        criterion("work", 1, {"x": (4, 3), "y": (1, 4)}),
        criterion("team", 2, {"x": (2, 2), "y": (1, 4)}),
    )
    german = {
        "%(whole)s.%(decimals)s": "%(whole)s,%(decimals)s",
        "%(criterion)s speaks for %(alternative)s by %(points)s points: “%(option)s”.": (
            "%(criterion)s spricht mit %(points)s Punkten für %(alternative)s: „%(option)s“."
        ),
        "%(sentence)s “%(quotation)s”": "%(sentence)s „%(quotation)s“",
    }

    def translated(message: str) -> str:
        return german.get(message, message)

    said = [each.said(translated) for each in told(built, answers(work="x", team="x"), translated)]

    assert "Work spricht mit 8,3 Punkten für A: „Option x“. „x on a.“" in said
