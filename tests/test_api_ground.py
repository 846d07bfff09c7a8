"""What stands around the API: other origins, limits, and errors that programs can read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from advisor.core.model import load_matrix
from advisor.services import publish
from tests.advisor.core.build import GOLDEN
from tests.people import NOW

pytestmark = pytest.mark.django_db

ORIGIN = {"Origin": "https://elsewhere.example"}
JSON = "application/json"
API = [
    "/api/v1/matrices/",
    "/api/v1/matrices/golden/",
    "/api/v1/docs",
    "/api/v1/openapi.json",
]


@pytest.fixture(autouse=True)
def published(db: None) -> None:
    publish(load_matrix((GOLDEN / "matrix.toml").read_text()), NOW)


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still, or on a slow machine a bucket would fill while it is emptied."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def score(client: Client, address: str = "203.0.113.7", **headers: str) -> Any:
    body = {"matrix": "golden", "answers": {"team": ["python"]}}
    return client.post(
        "/api/v1/score", body, content_type=JSON, headers=headers, REMOTE_ADDR=address
    )


def cors(response: Any) -> dict[str, str]:
    headers = {name.lower(): value for name, value in response.headers.items()}
    return {name: value for name, value in headers.items() if name.startswith("access-control")}


OPEN = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "etag, retry-after",
}


@pytest.mark.parametrize("path", API)
def test_pages_from_anywhere_may_read_the_api(client: Client, path: str) -> None:
    response = client.get(path, headers=ORIGIN)
    assert (response.status_code, cors(response), response["Vary"]) == (200, OPEN, "origin")


@pytest.mark.parametrize("path", ["/api/v1/nowhere", "/api/v1/matrices/%00/"])
def test_pages_from_anywhere_may_read_what_was_wrong(client: Client, path: str) -> None:
    response = client.get(path, headers=ORIGIN)
    assert (response.status_code >= 400, cors(response)) == (True, OPEN)


def test_the_browser_of_such_a_page_is_told_what_it_may_send(client: Client) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "any"}
    response = client.options("/api/v1/score", headers=ORIGIN | asked)
    assert (response.status_code, response.content) == (200, b"")
    assert cors(response) == OPEN | {
        "access-control-allow-headers": "content-type, if-none-match",
        "access-control-allow-methods": "GET, POST, OPTIONS",
        "access-control-max-age": "86400",
    }
    assert cors(score(client, **ORIGIN)) == OPEN


@pytest.mark.parametrize("path", ["/", "/fit/golden/", "/admin/login/", "/api/", "/api/v2/"])
def test_no_other_address_is_open_to_them(client: Client, path: str) -> None:
    response = client.get(path, headers=ORIGIN)
    assert (cors(response), "origin" in response.get("Vary", "")) == ({}, False)


@pytest.mark.parametrize("path", API)
def test_no_visitor_is_told_from_another(client: Client, path: str) -> None:
    client.cookies["sessionid"] = "somebody"
    response = client.get(path)
    assert (response.status_code, dict(response.cookies)) == (200, {})
    assert "Cookie" not in response["Vary"]


def test_scoring_needs_no_cookie_and_sets_none() -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["sessionid"] = "somebody"
    response = score(client)
    assert (response.status_code, dict(response.cookies), response["Vary"]) == (200, {}, "origin")


@pytest.mark.usefixtures("stopped")
def test_the_31st_score_at_once_is_refused_until_a_second_has_passed(client: Client) -> None:
    assert {score(client).status_code for _ in range(30)} == {200}
    response = score(client)
    assert (response.status_code, response["Retry-After"], response["Content-Type"]) == (
        429,
        "1",
        JSON,
    )
    message = "That was a lot at once. Try again in 1 second."
    assert response.json() == {"errors": [{"at": "request", "message": message}]}
    # Neither another address nor another use is touched by it.
    assert score(client, "203.0.113.8").status_code == 200
    assert client.get("/api/v1/matrices/", REMOTE_ADDR="203.0.113.7").status_code == 200


@pytest.mark.usefixtures("stopped")
def test_a_whole_64_is_one_client(client: Client) -> None:
    addresses = [f"2001:db8:1:2::{number:x}" for number in range(31)]
    statuses = [score(client, address).status_code for address in addresses]
    assert statuses == [200] * 30 + [429]
    assert score(client, "2001:db8:1:3::1").status_code == 200


@pytest.mark.usefixtures("stopped")
@pytest.mark.parametrize("hops", [0, 1])
def test_an_address_that_the_client_writes_itself_is_not_believed(
    client: Client, settings: Settings, hops: int
) -> None:
    settings.TRUSTED_HOPS = hops
    # With one hop, the proxy has appended the last.
    forwarded = [f"198.51.100.{number}" + ", 203.0.113.9" * hops for number in range(31)]
    statuses = [score(client, **{"X-Forwarded-For": told}).status_code for told in forwarded]
    assert statuses == [200] * 30 + [429]


@pytest.mark.usefixtures("stopped")
def test_reading_has_a_limit_of_its_own(client: Client) -> None:
    statuses = [client.get(API[number % 2]).status_code for number in range(61)]
    assert statuses == [200] * 60 + [429]
    assert [client.get(path).status_code for path in API] == [429] * 4


@pytest.mark.usefixtures("stopped")
def test_the_picture_of_a_verdict_is_not_drawn_for_ever(client: Client) -> None:
    statuses = [client.get("/fit/nowhere/card.png").status_code for _ in range(21)]
    assert statuses == [404] * 20 + [429]
    assert client.get("/fit/golden/").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status", "message"),
    [
        ("GET", "/api/v1/", 404, "There is nothing at this address."),
        ("GET", "/api/v1/nowhere/", 404, "There is nothing at this address."),
        ("POST", "/api/v1/score/", 404, "There is nothing at this address."),
        ("GET", "/api/v1/matrices/%ED%A0%80/", 404, "There is nothing at this address."),
        ("GET", "/api/v1/score", 405, "This address does not take this method."),
        ("OPTIONS", "/api/v1/score", 405, "This address does not take this method."),
        ("DELETE", "/api/v1/matrices/golden/", 405, "This address does not take this method."),
        (
            "GET",
            "/api/v1/matrices/?a=%00",
            400,
            "This address contains a character that cannot be read.",
        ),
        ("GET", "/api/v1/matrices/?" + "a" * 9000, 414, "This address is too long to be read."),
    ],
)
def test_whatever_is_refused_is_refused_as_json(
    client: Client, method: str, path: str, status: int, message: str
) -> None:
    response = client.generic(method, path)
    assert (response.status_code, response["Content-Type"]) == (status, JSON)
    assert response.json() == {"errors": [{"at": "request", "message": message}]}


def test_a_refused_method_says_which_are_taken(client: Client) -> None:
    assert client.put("/api/v1/score")["Allow"] == "POST"
    assert sorted(client.put("/api/v1/matrices/")["Allow"].split(", ")) == ["GET", "HEAD"]


def test_a_host_that_is_not_ours_is_refused_as_json(client: Client) -> None:
    response = client.get("/api/v1/matrices/", headers={"Host": "elsewhere.example"})
    assert (response.status_code, response["Content-Type"]) == (400, JSON)


@contextmanager
def without_the_database() -> Iterator[None]:
    connection.close()
    host = connection.settings_dict["HOST"]
    connection.settings_dict["HOST"] = "/nowhere"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["HOST"] = host


@pytest.mark.django_db(transaction=True)
def test_without_the_database_programs_are_told_to_come_back(client: Client) -> None:
    client.raise_request_exception = False
    with without_the_database():
        responses = [score(client), client.get("/api/v1/matrices/")]
    message = "The service is unavailable for a moment. Try again in a few minutes."
    expected = (503, {"errors": [{"at": "request", "message": message}]})
    assert [(r.status_code, r.json()) for r in responses] == [expected] * 2
