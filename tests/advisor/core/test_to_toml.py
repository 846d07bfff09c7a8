"""A matrix as a file: written, read again, and the same to the last byte."""

from __future__ import annotations

import json
import re
import string
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import advisor
from advisor.core.model import Matrix, MatrixError, load_matrix
from advisor.core.toml import to_toml
from tests.advisor.core.build import GOLDEN, criterion, document

SHIPPED = sorted((Path(advisor.__file__).parent / "matrices").glob("*.toml"))

# Whatever could end a string, start a comment, be taken for a line break, or look like nothing.
HOSTILE = ['"', "'", '"""', "'''", "\\", "\\n", "\\u0041", "#", "=", "]", "}", "\n", "\t", " "]
HOSTILE += ["\xa0", "\xad", "\u2028", "\u202e", "\u0627", "\ufeff", "\uffff", "🦄"]
REFUSED = [chr(code) for code in range(160) if code not in (9, 10, *range(32, 127))]
pieces = st.sampled_from(HOSTILE) | st.characters(
    exclude_categories=["Cs"], exclude_characters=REFUSED
)
keys = st.sampled_from(["inf", "nan", "true", "key", "cells", "a", "a_1"]) | st.text(
    string.ascii_lowercase, min_size=1, max_size=4
)


urls = st.sampled_from(["https://example.org/?a=%22&b='#c", "http://é.example/☃"])
texts = st.lists(pieces, max_size=8).map("".join)
days = st.none() | st.dates()


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """A few hostile texts, going round through all the places where a text may stand."""
    drawn = draw(st.lists(texts, min_size=1, max_size=6))
    any_text, some_text = cycle(drawn), cycle([text if text.strip() else "x" for text in drawn])
    alternatives = draw(st.lists(keys, min_size=2, max_size=3, unique=True))

    def cell() -> dict[str, Any]:
        source = {"title": next(some_text), "url": draw(urls), "as_of": draw(days)}
        cell = {"anchor": draw(st.integers(0, 4)), "rationale": next(any_text)}
        return cell | ({"source": source} if source["as_of"] else {})

    def option(key: str) -> dict[str, Any]:
        return {
            "key": key,
            "label": next(some_text),
            "cells": {key: cell() for key in alternatives},
            "excludes": {
                key: next(some_text) for key in draw(st.sets(st.sampled_from(alternatives)))
            },
        }

    def criterion(key: str) -> dict[str, Any]:
        return {
            "key": key,
            "name": next(some_text),
            "question": next(some_text),
            "why": next(any_text),
            "weight": draw(st.integers(1, 5)),
            "choice": draw(st.sampled_from(["single", "multiple"])),
            "options": [option("this"), option("that")],
        }

    return Matrix.from_document(
        {
            "slug": draw(st.sampled_from(["a", "0", "one-1-0"])),
            "title": next(some_text),
            "close_call": draw(st.integers(1, 30)),
            "clear": draw(st.integers(30, 100)),
            "floor": draw(st.integers(0, 100)),
            "alternatives": [
                {"key": key, "name": next(some_text), "detail": next(any_text)}
                for key in alternatives
            ],
            "criteria": [
                criterion(key) for key in draw(st.lists(keys, min_size=1, max_size=2, unique=True))
            ],
        }
    )


@settings(max_examples=20)
@given(matrices())
def test_every_matrix_comes_back_as_it_was_and_in_the_same_bytes(matrix: Matrix) -> None:
    text = to_toml(matrix)

    assert load_matrix(text) == matrix
    assert to_toml(load_matrix(text)) == text
    assert load_matrix(text.encode().replace(b"\n", b"\r\n").decode()) == matrix


@pytest.mark.parametrize(
    "text",
    [
        "As in the OID, 1.3.6.1.4.1.311.21.20, or [a.b.c.d.e.f.g.h.i].",
        "1.3.6.1.4.1.311.21.20\n[a.b.c.d.e.f.g.h.i]\n",
        '\\", 1.3.6.1.4.1.311.21.20',
        "\"\"\", 'a'.b.c.d.e.f.g.h.i # '",
    ],
)
def test_a_text_may_look_like_a_key_of_many_parts(text: str) -> None:
    shipped = load_matrix(SHIPPED[0].read_text())
    matrix = shipped.model_copy(update={"title": text.replace("\n", " ")})
    first = matrix.criteria[0].model_copy(update={"why": text})
    matrix = matrix.model_copy(update={"criteria": (first, *matrix.criteria[1:])})
    assert load_matrix(to_toml(matrix)) == matrix
    comments = f"# {matrix.title}\n{to_toml(matrix)}"
    assert load_matrix(comments) == matrix


@settings(max_examples=10)
@given(matrices())
def test_the_order_in_which_a_database_keeps_keys_makes_no_difference(matrix: Matrix) -> None:
    stored = json.loads(json.dumps(matrix.document(), sort_keys=True))

    assert to_toml(Matrix.from_document(stored)) == to_toml(matrix)


def without_comments(text: str) -> str:
    lines = [re.sub(r"\s+# .*", "", line) for line in text.splitlines() if line[:1] != "#"]
    return re.sub("\n\n+", "\n\n", "\n".join(lines).strip() + "\n")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_file_is_exported_as_it_was_written(path: Path) -> None:
    text = path.read_text()

    assert to_toml(load_matrix(text)) == without_comments(text)


def test_the_thresholds_are_written_even_where_they_are_the_defaults() -> None:
    text = (GOLDEN / "matrix.toml").read_text()

    assert to_toml(load_matrix(text)) == without_comments(text).replace(
        'title = "FastAPI or Node.js?"\n',
        'title = "FastAPI or Node.js?"\nclose_call = 8\nclear = 20\nfloor = 40\n',
    )


def test_everything_that_a_matrix_may_hold_has_its_line() -> None:
    given_ = document(
        criterion("work", 5, {"x": (4, 1), "y": (2, 4)}, "multiple", {"y": {"b": "\tNo\n\\"}})
    )
    source = {"title": 'The "Docs"', "url": "https://example.org/", "as_of": "0999-01-31"}
    given_["criteria"][0]["options"][0]["cells"]["a"]["source"] = source

    assert to_toml(Matrix.from_document(given_)).splitlines() == [
        'slug = "small"',
        'title = "Small"',
        "close_call = 8",
        "clear = 20",
        "floor = 40",
        "",
        "[[alternatives]]",
        'key = "a"',
        'name = "A"',
        'detail = ""',
        "",
        "[[alternatives]]",
        'key = "b"',
        'name = "B"',
        'detail = ""',
        "",
        "[[criteria]]",
        'key = "work"',
        'name = "Work"',
        'question = "What about work?"',
        'why = ""',
        "weight = 5",
        'choice = "multiple"',
        "",
        "[[criteria.options]]",
        'key = "x"',
        'label = "Option x"',
        'cells.a = { anchor = 4, rationale = "x on a.", source = { title = "The \\"Docs\\"", '
        'url = "https://example.org/", as_of = 0999-01-31 } }',
        'cells.b = { anchor = 1, rationale = "x on b." }',
        "",
        "[[criteria.options]]",
        'key = "y"',
        'label = "Option y"',
        'cells.a = { anchor = 2, rationale = "y on a." }',
        'cells.b = { anchor = 4, rationale = "y on b." }',
        'excludes.b = "\\tNo\\n\\\\"',
    ]


def huge(rationale: str) -> dict[str, Any]:
    """As many criteria, options, and alternatives as there may be, each cell with this text."""
    alternatives = [f"a{i}" for i in range(20)]
    rows = {f"o{i}": (i % 5,) * 20 for i in range(6)}
    built = document(*(criterion(f"c{i}", 1, rows, alternatives=alternatives) for i in range(50)))
    for each in built["criteria"]:
        for option in each["options"]:
            for cell in option["cells"].values():
                cell["rationale"] = rationale
    return built


def test_the_largest_matrix_with_a_sentence_in_every_cell_can_be_imported_again() -> None:
    matrix = Matrix.from_document(huge("A sentence of average length. " * 3))

    assert load_matrix(to_toml(matrix)) == matrix


def test_a_matrix_that_is_longer_than_a_file_may_be_is_refused_for_that_alone() -> None:
    with pytest.raises(MatrixError) as caught:
        Matrix.from_document(huge('"' * 100))

    assert [str(problem) for problem in caught.value.problems] == [
        "matrix: must have at most 1000000 characters as a file"
    ]
