"""A question as PostgreSQL's web search reads it; no database."""

from __future__ import annotations

import pytest

from consult.blog.search.query import Query, corrected, parsed, words


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("event loop", Query("event loop", "event ", "loop:*")),
        ("Django", Query("Django", "", "django:*")),
        ("event lo", Query("event lo", "event lo", "")),  # too little to begin anything
        ("event -loop", Query("event -loop", "event -loop", "")),
        ('"event loop', Query('"event loop', '"event loop', "")),
        ("this or", Query("this or", "this or", "")),
        ("use node.js", Query('use "node js"', 'use "node js"', "")),
        ('"use node.js"', Query('"use node js"', '"use node js"', "")),
        ("-node.js", Query('-"node js"', '-"node js"', "")),
        ("tcp/ip fast.", Query("tcp ip fast ", "tcp ip fast ", "")),
    ],
)
def test_words_with_dots_are_phrases_and_the_last_one_may_be_begun(
    query: str, expected: Query
) -> None:
    assert parsed(query) == expected


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
