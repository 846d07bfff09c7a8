"""A question as PostgreSQL's web search reads it; no database."""

from __future__ import annotations

import pytest

from consult.blog.asked import Asked, corrected, read, words


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("event loop", Asked("event loop", "event ", "loop:*")),
        ("Django", Asked("Django", "", "django:*")),
        ("event lo", Asked("event lo", "event lo", "")),  # too little to begin anything
        ("event -loop", Asked("event -loop", "event -loop", "")),
        ('"event loop', Asked('"event loop', '"event loop', "")),
        ("this or", Asked("this or", "this or", "")),
        ("use node.js", Asked('use "node js"', 'use "node js"', "")),
        ('"use node.js"', Asked('"use node js"', '"use node js"', "")),
        ("-node.js", Asked('-"node js"', '-"node js"', "")),
        ("tcp/ip fast.", Asked("tcp ip fast ", "tcp ip fast ", "")),
    ],
)
def test_words_with_dots_are_phrases_and_the_last_one_may_be_begun(
    query: str, expected: Asked
) -> None:
    assert read(query) == expected


def test_what_must_not_occur_and_operators_are_no_words() -> None:
    assert words('Node.js or "don\'t know" -django TCP/IP node.js') == [
        "node.js", "don't", "know", "tcp", "ip",
    ]  # fmt: skip


def test_only_the_words_change_when_they_are_corrected() -> None:
    better = {"fastpai": "fastapi", "nodejs": "node.js"}
    query = '"Fastpai server" or NodeJS -fastpai Flask'
    assert corrected(query, lambda word: better.get(word, word)) == (
        '"fastapi server" or node.js -fastpai Flask'
    )
