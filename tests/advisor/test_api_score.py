"""POST /api/v1/score: the same format in and out as the command has."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from advisor.core.answers import read_answers
from advisor.core.model import load_matrix
from advisor.core.report import report
from advisor.models import DecisionMatrix
from advisor.services import publish
from tests.advisor.core.build import GOLDEN, criterion, golden, matrix
from tests.people import NOW

pytestmark = pytest.mark.django_db

GOLDEN_MATRIX = load_matrix((GOLDEN / "matrix.toml").read_text())
ANSWERS = golden("answers.json")
JSON = "application/json"


@pytest.fixture(autouse=True)
def published(db: None) -> None:
    publish(GOLDEN_MATRIX, NOW)


def ask(client: Client, body: bytes | str, content_type: str = JSON) -> tuple[int, Any]:
    response = client.post("/api/v1/score", body, content_type=content_type)
    assert response["Content-Type"] == JSON
    return response.status_code, response.json()


def score(client: Client, **sent: Any) -> tuple[int, Any]:
    return ask(client, json.dumps({"matrix": "golden", **sent}))


def refused(status: int, at: str, message: str) -> tuple[int, Any]:
    return status, {"errors": [{"at": at, "message": message}]}


def test_the_worked_example_comes_with_its_version_and_explained(client: Client) -> None:
    status, result = score(client, **ANSWERS)
    explanation = result.pop("explanation")
    assert (status, result) == (200, golden("result.json") | {"version": 1})
    assert explanation == report(GOLDEN_MATRIX, read_answers(GOLDEN_MATRIX, ANSWERS))["explanation"]


def test_an_older_version_is_scored_as_it_was(client: Client) -> None:
    publish(GOLDEN_MATRIX.model_copy(update={"floor": 100}), NOW)
    assert score(client, **ANSWERS)[1]["verdict"]["kind"] == "neither"
    status, result = score(client, **ANSWERS, version=1)
    assert (status, result["version"], result["verdict"]["kind"]) == (200, 1, "lean")
    assert score(client, **ANSWERS, version=None)[1]["version"] == 2


def test_every_fault_of_the_answers_is_named_at_its_place(client: Client) -> None:
    status, said = score(
        client,
        answers={"workload": ["ml", "abacus"], "team": "python", "\ud800\0": []},
        weights={"team": 2.5, "time": True},
        verbose=1,
    )
    assert (status, said) == (
        422,
        {
            "errors": [
                {"at": "verbose", "message": "is not a known key"},
                {"at": "answers.workload", "message": "there is no option abacus"},
                {"at": "answers.team", "message": "must be a list of option keys, or null"},
                {"at": "answers.\ufffd\ufffd", "message": "there is no such criterion"},
                {"at": "weights.team", "message": "must be an integer from 0 to 5"},
                {"at": "weights.time", "message": "must be an integer from 0 to 5"},
            ]
        },
    )


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"matrix": "nowhere"}, refused(404, "matrix", "there is no matrix nowhere")),
        ({"matrix": ""}, refused(404, "matrix", "there is no matrix ")),
        ({"matrix": "\0"}, refused(404, "matrix", "there is no matrix \ufffd")),
        ({"matrix": "\ud800"}, refused(404, "matrix", "there is no matrix \ufffd")),
        ({"matrix": None}, refused(422, "matrix", "must be the slug of a matrix")),
        ({"matrix": ["golden"]}, refused(422, "matrix", "must be the slug of a matrix")),
        ({"version": 2}, refused(404, "version", "there is no such version")),
        ({"version": 10**30}, refused(404, "version", "there is no such version")),
        ({"version": 0}, refused(422, "version", "must be an integer from 1")),
        ({"version": "1"}, refused(422, "version", "must be an integer from 1")),
        ({"version": True}, refused(422, "version", "must be an integer from 1")),
        ({"version": 1.0}, refused(422, "version", "must be an integer from 1")),
    ],
)
def test_a_matrix_that_is_not_there_is_refused(
    client: Client, sent: dict[str, Any], expected: tuple[int, Any]
) -> None:
    assert score(client, **sent) == expected


def test_a_matrix_that_was_never_published_is_not_there(client: Client) -> None:
    draft = DecisionMatrix.objects.create(slug="draft", title="Draft")
    draft.drafts.create(revision=1, document=GOLDEN_MATRIX.document())
    assert score(client, matrix="draft") == refused(404, "matrix", "there is no matrix draft")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (" ", refused(400, "request", "is not JSON: Expecting value: line 1 column 2 (char 1)")),
        ("{} {}", refused(400, "request", "is not JSON: Extra data: line 1 column 4 (char 3)")),
        (b"\xff\xfe{}", refused(400, "request", "is not UTF-8 text")),
        (b'{"matrix": "\xe9"}', refused(400, "request", "is not UTF-8 text")),
        ('{"weights": {"team": NaN}}', refused(400, "request", "is not JSON: NaN is no number")),
        ('{"version": -Infinity}', refused(400, "request", "is not JSON: -Infinity is no number")),
        ("[" * 30_000, refused(400, "request", "is nested too deeply")),
        (
            '{"version": ' + "9" * 5000 + "}",
            refused(
                400,
                "request",
                "is not JSON: Exceeds the limit (4300 digits) for integer string conversion: "
                "value has 5000 digits",
            ),
        ),
        ('{"a": {"team": 1, "team": 2}}', refused(400, "team", "is given twice")),
        ('{"a\\ud800": 1, "a\\ud800": 1}', refused(400, "a\ufffd", "is given twice")),
        ("[]", refused(422, "request", "must be an object with matrix and answers")),
        ("null", refused(422, "request", "must be an object with matrix and answers")),
        ("{}", refused(422, "matrix", "must be the slug of a matrix")),
    ],
)
def test_what_is_no_json_object_is_refused_in_the_same_shape(
    client: Client, body: bytes | str, expected: tuple[int, Any]
) -> None:
    assert ask(client, body) == expected


@pytest.mark.parametrize("content_type", ["text/plain", "", "multipart/form-data; boundary=x"])
def test_only_json_is_read(client: Client, content_type: str) -> None:
    expected = refused(415, "request", "must be sent as application/json")
    assert ask(client, json.dumps({"matrix": "golden"}), content_type) == expected


def test_json_may_name_its_encoding(client: Client) -> None:
    body = json.dumps({"matrix": "golden", **ANSWERS})
    assert ask(client, body, "application/json; charset=utf-8")[0] == 200


def test_the_largest_answers_that_the_format_allows_fit(client: Client) -> None:
    def key(number: int) -> str:
        return f"k{number}".ljust(50, "_")

    options = {key(number): [number % 5, 4 - number % 5] for number in range(6)}
    largest = matrix(*(criterion(key(n), 5, options, "multiple") for n in range(50)))
    publish(largest, NOW)
    answers = {c.key: [o.key for o in c.options] for c in largest.criteria}
    sent = {"answers": answers, "weights": dict.fromkeys(answers, 4), "version": 1}
    body = json.dumps({"matrix": largest.slug, **sent}, indent=4)
    assert ask(client, body)[0] == 200


@pytest.mark.parametrize("size", [64 * 1024 + 1, 2_000_000])
def test_a_body_beyond_the_limit_is_refused(client: Client, size: int) -> None:
    status, said = ask(client, b" " * size)
    [error] = said["errors"]
    assert (status, error["at"]) == (413, "request")


def test_a_body_of_exactly_the_limit_is_read(client: Client) -> None:
    assert ask(client, json.dumps({"matrix": "golden", **ANSWERS}).ljust(64 * 1024))[0] == 200
