"""What is compared is the same: the page to the byte, the answers to a form, the rows."""

from __future__ import annotations

import html
from urllib.parse import urlencode

import psycopg
import pytest

from bench.backends.seed import SLUG
from bench.backends.servers import INVALID, SERVERS, VALID, ask

THREE = ["fastapi", "node", "django"]
PROTECTION = [
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "cross-origin-opener-policy",
]
HOSTILE = urlencode(
    {"name": "</p><script>\"'&amp;", "email": "<>", "budget": "", "message": "</textarea>&"}
)
Connection = psycopg.Connection[tuple[object, ...]]


def test_every_way_sends_the_same_page(ports: dict[str, int]) -> None:
    answers = {
        (key, path): ask(ports[key], path)
        for key, server in SERVERS.items()
        for path, form in server.requests.values()
        if form is None
    }

    assert len(answers) == 8
    assert {status for status, _, _ in answers.values()} == {200}
    assert len({body for _, _, body in answers.values()}) == 1
    (page,) = {body.decode() for _, _, body in answers.values()}
    assert page.count("<td><b>") == 44
    assert page.count("<li><a") == 6
    assert "22 November 2026" in page


def test_with_the_same_headers(ports: dict[str, int]) -> None:
    seen = set()
    for key in THREE:
        _, headers, _ = ask(ports[key], f"/article/{SLUG}/")
        assert headers["content-type"] == "text/html; charset=utf-8"
        seen.add(tuple(headers[name] for name in PROTECTION))

    assert seen == {("nosniff", "DENY", "same-origin", "same-origin")}


def test_a_kept_page_says_for_how_long(ports: dict[str, int]) -> None:
    kept = [ask(ports[key], f"/cached/{SLUG}/")[1]["cache-control"] for key in THREE]

    assert kept == ["max-age=60"] * 3


def test_an_unknown_article_is_not_found(ports: dict[str, int]) -> None:
    paths = ["/article/none/", "/cached/none/"]

    assert [ask(ports[key], path)[0] for key in THREE for path in paths] == [404] * 6
    assert ask(ports["django"], "/sql/none/")[0] == 404
    assert ask(ports["fastapi_orm"], "/orm/none/")[0] == 404


def test_the_empty_form_is_the_same(ports: dict[str, int]) -> None:
    answers = [ask(ports[key], "/enquiry/") for key in THREE]

    assert [status for status, _, _ in answers] == [200] * 3
    assert len({body for _, _, body in answers}) == 1


def test_a_valid_form_becomes_the_same_row(ports: dict[str, int], connection: Connection) -> None:
    connection.execute("TRUNCATE enquiry")
    answers = [ask(ports[key], "/enquiry/", VALID) for key in THREE]

    assert [(status, headers["location"]) for status, headers, _ in answers] == [
        (303, "/thanks/")
    ] * 3
    rows = connection.execute("SELECT name, email, budget, message FROM enquiry").fetchall()
    message = "An engine that weaves algebraic patterns, with cards for its programs."
    assert rows == [("Ada Lovelace", "ada@example.com", "medium", message)] * 3
    assert len({ask(ports[key], "/thanks/")[2] for key in THREE}) == 1


@pytest.mark.parametrize("form", [INVALID, "", "name=Ada", HOSTILE])
def test_a_wrong_form_comes_back_with_the_same_errors(
    ports: dict[str, int], connection: Connection, form: str
) -> None:
    connection.execute("TRUNCATE enquiry")
    answers = [ask(ports[key], "/enquiry/", form) for key in THREE]

    assert [status for status, _, _ in answers] == [422] * 3
    # Each engine has its own way to escape a quotation mark.
    assert len({html.unescape(body.decode()) for _, _, body in answers}) == 1
    assert all(b"<script" not in body and body.count(b"</textarea>") == 1 for *_, body in answers)
    assert connection.execute("SELECT count(*) FROM enquiry").fetchone() == (0,)
