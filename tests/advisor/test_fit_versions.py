"""An older version of a matrix stays where its links lead."""

from __future__ import annotations

import pytest
from django.test import Client

from advisor.core.model import Matrix
from advisor.services import publish
from tests.advisor.core.build import criterion, document
from tests.people import NOW

pytestmark = pytest.mark.django_db

FIT = "/fit/small/"


@pytest.fixture(autouse=True)
def two_versions(db: None) -> None:
    """In the second version, the anchors are the other way round, and option q is no more."""
    team = criterion("team", 2, {"p": [4, 0], "q": [2, 2], "r": [1, 1]})
    publish(Matrix.from_document(document(team, title="Small, the first")), NOW)
    team = criterion("team", 2, {"p": [0, 4], "r": [1, 1]})
    publish(Matrix.from_document(document(team, title="Small, the second")), NOW)


def test_without_a_version_it_is_the_newest(client: Client) -> None:
    response = client.get(FIT + "?team=p")
    assert response.context["verdict"].winner.key == "b"
    assert response.context["hidden"] == ()
    assert "kept as it was" not in response.text


def test_a_shared_verdict_stays_what_it_was_whatever_is_published_later(client: Client) -> None:
    shared = client.get(FIT + "?team=p").context
    team = criterion("team", 2, {"p": [4, 0], "r": [1, 1]})
    publish(Matrix.from_document(document(team, title="Small, the third")), NOW)
    for name in ("share_url", "adr_url", "card_url"):
        assert shared[name].endswith("?team=p&matrix-version=2")
    response = client.get(shared["share_url"])
    assert response.context["verdict"].winner.key == "b"
    assert "This is version 2" in response.text
    assert client.get(FIT + "?team=p").context["verdict"].winner.key == "a"


def test_an_older_version_is_run_as_it_was_and_says_so(client: Client) -> None:
    response = client.get(FIT + "?team=p&matrix-version=1")
    assert response.context["verdict"].winner.key == "a"
    page = " ".join(response.text.split())
    assert "This is version 1 of 23 November 2026, kept as it was." in page
    assert f'<a href="{FIT}?team=p#verdict">Run today’s version, 2, with the same answers' in page
    assert f'<link rel="canonical" href="http://localhost:8000{FIT}">' in page


def test_whatever_leads_on_from_it_stays_with_it(client: Client) -> None:
    response = client.get(FIT + "?team=p&matrix-version=1")
    stays = "?team=p&matrix-version=1"
    context = response.context
    assert [context[name] for name in ("share_url", "adr_url", "card_url")] == [
        FIT + stays,
        f"{FIT}adr.md{stays}",
        f"{FIT}card.png{stays}",
    ]
    assert context["hidden"] == (("matrix-version", "1"),)
    [row] = context["verdict"].other_answers
    [[change, *_], *_] = row.by_outcome.values()
    assert change.url == f"{FIT}?team=r&matrix-version=1#verdict"


def test_the_newest_by_its_number_is_just_the_newest(client: Client) -> None:
    context = client.get(FIT + "?team=p&matrix-version=2").context
    assert (context["newest_url"], context["hidden"]) == (FIT + "?team=p#verdict", ())


def test_what_the_newest_does_not_know_any_more_is_named(client: Client) -> None:
    old = client.get(FIT + "?team=q&matrix-version=1").context
    assert client.get(old["newest_url"]).context["unknown"] == ["team=q"]


@pytest.mark.parametrize(
    "number", ["0", "3", "-1", "1.0", "01", "²", "99999999999", "1" * 5000, "x"]
)
@pytest.mark.parametrize("path", [FIT, f"{FIT}adr.md", f"{FIT}card.png"])
def test_a_version_that_never_was_is_not_found(client: Client, path: str, number: str) -> None:
    assert client.get(path, {"team": "p", "matrix-version": number}).status_code == 404


def test_the_record_of_a_verdict_can_always_be_run_again(client: Client) -> None:
    for number in (1, 2):
        record = client.get(f"{FIT}adr.md", {"team": "p", "matrix-version": number}).text
        assert f"http://localhost:8000{FIT}?team=p&matrix-version={number}" in record


def test_a_page_asks_the_database_once_or_twice(
    client: Client, django_assert_num_queries: object
) -> None:
    for query, most in [("?team=p", 1), ("?team=p&matrix-version=1", 2)]:
        with django_assert_num_queries(most):  # type: ignore[operator]  # pytest-django's fixture
            client.get(FIT + query)
