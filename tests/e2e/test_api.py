"""The API from outside: a client made from its own description, and its documentation."""

from __future__ import annotations

import json
import socket
from http.client import HTTPResponse
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType
from playwright.sync_api import expect

from tests.browser import Visit
from tests.e2e.looks import assert_accessible
from tests.product import Product

BODY = {"matrix": "fastapi-vs-nodejs", "answers": {"team": ["python"]}}


def test_its_description_makes_a_client_that_works(
    product: Product, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "openapi.json").write_text(httpx.get(f"{product.url}/api/v1/openapi.json").text)
    config = Config.from_sources(
        ConfigFile(post_hooks=[]),
        MetaType.NONE,
        tmp_path / "openapi.json",
        "utf-8",
        False,
        tmp_path / "matrices_client",
    )
    assert list(generate(config=config)) == []
    monkeypatch.syspath_prepend(tmp_path)
    made, models = import_module("matrices_client"), import_module("matrices_client.models")
    list_matrices, get_matrix, score = (
        import_module(f"matrices_client.api.matrices.{name}").sync
        for name in ("list_matrices", "get_matrix", "score")
    )

    client = made.Client(base_url=product.url, raise_on_unexpected_status=True)
    [summary] = [one for one in list_matrices(client=client) if one.slug == BODY["matrix"]]
    published = get_matrix(summary.slug, client=client, version=summary.version)
    assert published.matrix.title == summary.title

    body = models.ScoreRequest.from_dict(BODY)
    result = score(client=client, body=body)
    assert isinstance(result, models.Result)
    told = httpx.post(f"{product.url}/api/v1/score", json=BODY).json()
    assert (result.to_dict(), result.version) == (told, summary.version)

    body.answers["team"] = ["cobol"]
    errors = score(client=client, body=body)
    assert errors == models.Errors([models.Problem("answers.team", "there is no option cobol")])


def said_to(product: Product, headers: str, body: bytes) -> tuple[int, Any]:
    """What it answers to a body that comes with these headers, whether they are true or not."""
    head = f"POST /api/v1/score HTTP/1.1\r\nHost: localhost:{product.port}\r\n"
    head += f"Content-Type: application/json\r\nConnection: close\r\n{headers}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", product.port), timeout=10) as connection:
        connection.sendall(head.encode() + body)
        response = HTTPResponse(connection)
        response.begin()
        return response.status, json.loads(response.read())


def chunks(body: bytes, size: int = 10_000) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in [*parts, b""])


def test_a_body_may_come_in_chunks(product: Product) -> None:
    whole = json.dumps(BODY).encode()
    told = httpx.post(f"{product.url}/api/v1/score", json=BODY).json()
    assert said_to(product, "Transfer-Encoding: chunked", chunks(whole, 7)) == (200, told)


def test_no_body_is_read_beyond_the_limit_whatever_length_it_is_said_to_have(
    product: Product,
) -> None:
    whole = json.dumps(BODY).encode()
    too_large = {"errors": [{"at": "request", "message": "must have at most 65536 bytes"}]}
    large = chunks(whole.ljust(64 * 1024 + 1))
    assert said_to(product, "Transfer-Encoding: chunked", large) == (413, too_large)
    # Refused at once: nobody waits for what has not come.
    assert said_to(product, "Content-Length: 100000", whole) == (413, too_large)
    for headers in ("Content-Length: 20", "X-Length: none"):
        status, told = said_to(product, headers, whole)
        assert (status, told["errors"][0]["message"][:11]) == (400, "is not JSON")


def test_its_documentation_comes_from_here_and_scores(product: Product, visit: Visit) -> None:
    page = visit()
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("console", lambda line: failed.append(line.text))
    page.goto("/api/v1/docs")
    expect(page.get_by_text("Score answers")).to_be_visible()
    assert_accessible(page)
    page.get_by_text("Score answers").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table td.response-col_status").last).to_have_text("200")
    assert failed == []
