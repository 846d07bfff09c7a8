"""Text that cannot be read is refused with a sentence, wherever it comes in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from consult.wsgi import application
from tests.people import discovery_call

pytestmark = pytest.mark.django_db

UNREADABLE = "This address contains a character that cannot be read."


@pytest.mark.parametrize("path", ["/blog/%00/", "/fit/x%00/", "/?a=%00", "/imprint/?%00=1"])
def test_a_nul_in_the_address_is_refused_with_a_sentence(client: Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, UNREADABLE in response.text) == (400, True)


def test_an_address_of_20_000_characters_is_refused_with_a_sentence(client: Client) -> None:
    response = client.get("/?" + "a" * 20_000)
    assert response.status_code == 414
    assert "This address is too long to be read." in response.text


@pytest.mark.parametrize("path", ["/%ED%A0%80/", "/blog/%ED%A0%80/", "/nowhere/", "/fit/nowhere/"])
def test_what_is_not_there_is_a_page_that_helps(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert 'href="/blog/"' in response.text


def test_a_form_without_its_token_is_refused_with_a_sentence() -> None:
    response = Client(enforce_csrf_checks=True).post("/book/")
    assert response.status_code == 403
    assert "Nothing was sent" in response.text


def test_a_body_beyond_the_limit_is_refused_with_a_sentence(client: Client) -> None:
    discovery_call()
    response = client.post("/book/", {"name": "x" * 960_000})
    assert response.status_code == 413
    assert "That is too much at once." in response.text


def test_a_cookie_with_a_nul_is_refused_with_a_sentence(client: Client) -> None:
    client.cookies.load('sessionid="\\000aaaaaaaaaaaa"')
    response = client.get("/admin/login/")
    assert response.status_code == 400
    assert "A cookie cannot be read." in response.text


@pytest.mark.parametrize("charset", ["hex", "idna", "undefined", "unicode_escape", "utf-16"])
def test_text_is_utf8_whatever_encoding_a_request_names(charset: str) -> None:
    environ: dict[str, Any] = {}
    setup_testing_defaults(environ)
    environ |= {
        "PATH_INFO": "/nowhere/",
        "QUERY_STRING": "a=%5Cx00",
        "CONTENT_TYPE": f'text/plain; boundary=x; Charset="{charset}"',
        "HTTP_HOST": "localhost",
    }
    heard: list[str] = []

    def start(status: str, *_: object) -> Callable[[bytes], object]:
        heard.append(status)
        return bytes

    body = b"".join(application(environ, start))
    assert heard == ["404 Not Found"]
    assert b"There is no page at this address" in body
    assert environ["CONTENT_TYPE"] == "text/plain; boundary=x"


def test_a_method_that_a_page_does_not_take_is_refused_with_a_sentence(client: Client) -> None:
    response = client.get("/case/x/whatsapp/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "This address only works from a button or a link" in response.text
    assert "no-store" in response["Cache-Control"]
    assert int(response["Content-Length"]) == len(response.content)


def test_an_upload_of_two_megabytes_is_refused_with_a_sentence(client: Client) -> None:
    upload = SimpleUploadedFile("plan.pdf", b"x" * 2_000_000)
    response = client.post("/book/", {"name": "Ada", "file": upload})
    assert response.status_code == 413
    assert "That is too much at once." in response.text


@pytest.mark.django_db(transaction=True)
def test_without_the_database_a_page_says_come_back(client: Client) -> None:
    client.raise_request_exception = False
    connection.close()
    host = connection.settings_dict["HOST"]
    connection.settings_dict["HOST"] = "/nowhere"
    try:
        response = client.get("/")
    finally:
        connection.close()
        connection.settings_dict["HOST"] = host
    assert response.status_code == 503
    assert "<h1>" in response.text


def test_every_page_forbids_inline_script_and_style_and_third_parties(client: Client) -> None:
    policy = client.get("/imprint/")["Content-Security-Policy"]
    assert set(policy.split("; ")) == {
        "default-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "form-action 'self' https://wa.me https://api.whatsapp.com",
    }
