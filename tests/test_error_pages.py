"""A page that says no also says what to do, and stands when what it would rely on is away."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import OperationalError
from django.test import Client, RequestFactory, override_settings

from consult.errors import server_error

NO_STATIC_FILES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "consult.static.Storage", "OPTIONS": {"location": "/nowhere"}},
}


@pytest.mark.django_db
def test_who_asks_too_often_is_told_for_how_long_to_wait(client: Client) -> None:
    for _ in range(20):
        client.get("/fit/nowhere/card.png")
    refused = client.get("/fit/nowhere/card.png")
    assert refused.status_code == 429
    assert f"Try again in {refused['Retry-After']} second" in refused.text
    assert "<h1>A moment, please</h1>" in refused.text


@pytest.mark.django_db
def test_a_page_that_is_not_there_offers_a_search(client: Client) -> None:
    page = client.get("/blog/fastpai/").text
    assert '<form class="search" action="/search/" role="search">' in page
    assert re.search(r'<input type="search" id="search" name="q"', page)


@pytest.mark.parametrize(
    ("error", "status", "title"),
    [
        (OperationalError(), 503, "The site is unavailable for a moment"),
        (ZeroDivisionError(), 500, "Something broke on our side"),
    ],
)
@override_settings(STORAGES=NO_STATIC_FILES)
def test_it_stands_without_the_database_and_without_the_list_of_static_files(
    error: Exception, status: int, title: str
) -> None:
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        staticfiles_storage.url("css/site.css")
    # No mark for the database: pytest-django fails this test at its first query.
    try:
        raise error
    except Exception:
        response = server_error(RequestFactory().get("/"))
    assert response.status_code == status
    assert f"<h1>{title}</h1>" in response.text
    assert 'href="/static/css/site.css"' in response.text
    assert settings.PRACTICE["email"] in response.text
    # What was sent is on it, to be sent again.
    assert response["Cache-Control"] == "private, no-store"


def test_with_the_database_away_only_who_has_sent_something_is_told_that_it_was_lost() -> None:
    lost = "so nothing can be saved right now"
    try:
        raise OperationalError
    except OperationalError:
        shown = server_error(RequestFactory().get("/")).text
        sent = server_error(RequestFactory().post("/", b"x", "application/octet-stream")).text
    assert (lost in shown, lost in sent) == (False, True)
    assert "What was saved before is safe." in shown


def test_while_the_database_is_away_a_program_is_told_when_to_come_back() -> None:
    try:
        raise OperationalError
    except OperationalError:
        for path in ("/", "/api/v1/score"):
            assert server_error(RequestFactory().get(path))["Retry-After"] == "120"
