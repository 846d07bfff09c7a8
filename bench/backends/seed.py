"""The rows behind the page: an article of this product, with its matrix, and others beside it."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import psycopg
from markdown_it import MarkdownIt

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SLUG = "fastapi-or-nodejs"
MATRIX = ROOT / "advisor/matrices/fastapi-vs-nodejs.toml"
TEXT = HERE / "article.md"
TOPICS = ["Backends", "Python", "TypeScript"]
OTHERS = 40


def fill(connection: psycopg.Connection[object]) -> None:
    connection.execute((HERE / "schema.sql").read_text())
    author = _add(connection, "author", name="Jonas Lindqvist", role="software architect")
    topics = [_add(connection, "topic", name=name, slug=name.lower()) for name in TOPICS]
    body = MarkdownIt().render(TEXT.read_text())
    article = _article(connection, SLUG, body, date(2026, 11, 22), author, topics)
    for number in range(OTHERS):
        topic = topics[number % len(topics)]
        day = date(2026, 1 + number % 10, 1 + number % 28)
        _article(connection, f"another-{number}", body, day, author, [topic])
    matrix = tomllib.loads(MATRIX.read_text())
    alternatives = {
        each["key"]: _add(
            connection, "alternative", article_id=article, name=each["name"], detail=each["detail"]
        )
        for each in matrix["alternatives"]
    }
    for criterion in matrix["criteria"]:
        texts = {name: _typeset(criterion[name]) for name in ("name", "question", "why")}
        row = _add(connection, "criterion", article_id=article, weight=criterion["weight"], **texts)
        for option in criterion["options"]:
            its = _add(connection, "option", criterion_id=row, label=_typeset(option["label"]))
            for key, cell in option["cells"].items():
                _add(
                    connection,
                    "cell",
                    option_id=its,
                    alternative_id=alternatives[key],
                    anchor=cell["anchor"],
                    rationale=_typeset(cell["rationale"]),
                )
    connection.execute("ANALYZE")


def _article(
    connection: psycopg.Connection[object],
    slug: str,
    body: str,
    day: date,
    author: int,
    topics: list[int],
) -> int:
    title = _typeset(slug.replace("-", " ").capitalize())
    article = _add(
        connection,
        "article",
        slug=slug,
        title=title,
        summary="Four questions that decide between two engines, in the order that they decide.",
        body=body,
        published_on=day,
        author_id=author,
    )
    for topic in topics:
        _add(connection, "article_topic", article_id=article, topic_id=topic)
    return article


def _typeset(text: str) -> str:
    """The engines escape an apostrophe in different ways, and then no two pages are alike."""
    return text.replace("'", "’")


def _add(connection: psycopg.Connection[object], table: str, **values: object) -> int:
    names = ", ".join(values)
    places = ", ".join(["%s"] * len(values))
    query = f"INSERT INTO {table} ({names}) VALUES ({places}) RETURNING id"
    row = connection.execute(query.encode(), list(values.values())).fetchone()
    assert isinstance(row, tuple)
    return int(row[0])
