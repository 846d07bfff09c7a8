"""Whatever arrives instead of the editor's fields: a sentence, and nothing saved."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from advisor.drafts import working_copy
from advisor.models import DecisionMatrix
from tests.advisor.desk import url
from tests.advisor.editor.posting import post, save, typed

UNREADABLE = "What arrived cannot be read as a matrix. Nothing was saved: please try again."
NO_PLACE = "Some of these fields have no place in a matrix. Nothing was saved."
PAGES = ["change", "grid", "health"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "body",
    [
        "",
        "title=x",
        "{",
        "[]",
        "null",
        '"title"',
        '{"title": 1}',
        '{"title": null}',
        '{"title": ["x"]}',
        '{"title": NaN}',
        '{"title": {"title": {}}}',
        "[" * 100_000,
        '{"a":' * 100_000,
        "9" * 10_000,
        b"\xff\xfe\x00",
    ],
)
def test_what_is_not_an_object_of_texts_is_refused(
    desk: Client, matrix: DecisionMatrix, page: str, body: str | bytes
) -> None:
    answer = post(desk, matrix, page, body)
    assert (answer.status_code, answer.content.decode()) == (400, UNREADABLE)
    assert not matrix.drafts.exists()


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_form_of_the_browsers_own_is_refused(
    desk: Client, matrix: DecisionMatrix, kind: str
) -> None:
    body = json.dumps(typed(matrix))
    answer = desk.post(url(matrix, "change"), body, content_type=kind or "text/plain")
    assert answer.status_code == 400
    assert not matrix.drafts.exists()


@pytest.mark.parametrize(
    "name",
    [
        "criteria.999999999.name",
        "criteria.999999999.key",
        "criteria.50.key",
        "criteria.0.options.0.cells.2.anchor",
        "criteria.0.options.6.key",
        "alternatives.20.key",
        "alternatives.0.key.",
        "criteria.-1.key",
        "other",
        "",
        "\0",
        "\ud800",
        "x" * 1_000_000,
    ],
)
def test_a_field_without_a_place_is_refused_and_not_dropped(
    desk: Client, matrix: DecisionMatrix, name: str
) -> None:
    answer = save(desk, matrix, typed(matrix, **{name: "x"}))
    assert (answer.status_code, answer.content.decode()) == (400, NO_PLACE)
    assert not matrix.drafts.exists()


@pytest.mark.parametrize("page", PAGES)
def test_nine_megabytes_are_too_many(desk: Client, matrix: DecisionMatrix, page: str) -> None:
    answer = post(desk, matrix, page, typed(matrix, title="x" * 9_000_000))
    assert answer.status_code == 413
    assert answer.content.decode().startswith("This matrix is too large to be saved.")
    assert not matrix.drafts.exists()


def test_more_than_a_form_may_send_is_saved(desk: Client, matrix: DecisionMatrix) -> None:
    """The limits of the site's forms, 500 fields and 950 kB, are not the editor's."""
    many = {f"criteria.{i}.options.{j}.key": "x" for i in range(4, 50) for j in range(6)}
    many |= {f"criteria.{i}.key": "x" for i in range(4, 50)}
    answer = save(desk, matrix, typed(matrix, title="x" * 2_000_000, **many))
    assert answer.status_code == 200
    document = working_copy(matrix)[0]
    assert (len(document["criteria"]), len(document["title"])) == (50, 2_000_000)


@pytest.mark.parametrize("revision", ["", "-1", "1.0", "x", "٣", "9" * 5000, "1\0"])
def test_a_revision_must_be_a_number(desk: Client, matrix: DecisionMatrix, revision: str) -> None:
    answer = save(desk, matrix, typed(matrix, revision=revision))
    assert answer.status_code == 400
    assert not matrix.drafts.exists()


@pytest.mark.parametrize(
    "text", ["\0", "\ud800", "<script>alert(1)</script>", "\x01\x7f", "🜁" * 999]
)
@pytest.mark.parametrize(
    "name", ["title", "alternatives.0.key", "criteria.0.options.0.cells.0.anchor"]
)
def test_hostile_text_is_saved_drawn_and_never_believed(
    desk: Client, matrix: DecisionMatrix, name: str, text: str
) -> None:
    body = typed(matrix, **{name: text})
    answers: list[Any] = [save(desk, matrix, body), post(desk, matrix, "grid", body)]
    answers += [post(desk, matrix, "health", body), desk.get(url(matrix, "change"))]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert not any("<script>alert" in answer.content.decode() for answer in answers)
    assert matrix.drafts.count() == 1


@pytest.mark.parametrize("page", PAGES)
def test_a_matrix_that_is_not_there_is_not_found(
    desk: Client, matrix: DecisionMatrix, page: str
) -> None:
    for pk in ("0", "999999", "9" * 30):
        path = f"/admin/advisor/decisionmatrix/{pk}/{page}/"
        answer = desk.post(path, "{}", content_type="application/json")
        assert answer.status_code == 404, pk
