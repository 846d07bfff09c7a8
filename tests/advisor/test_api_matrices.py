"""GET /api/v1/matrices/: what is published, kept by any cache for as long as it may be."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from advisor.core.model import Matrix, load_matrix
from advisor.models import DecisionMatrix
from advisor.services import publish
from tests.advisor.core.build import GOLDEN, criterion, matrix
from tests.people import NOW

pytestmark = pytest.mark.django_db

FIRST = load_matrix((GOLDEN / "matrix.toml").read_text())
SECOND = FIRST.model_copy(update={"title": "Golden, again", "clear": 30})
LATER = NOW + timedelta(days=1)
ONE = {"version": 1, "published_at": "2026-11-23T08:00:00Z", "matrix": FIRST.document()}
TWO = {"version": 2, "published_at": "2026-11-24T08:00:00Z", "matrix": SECOND.document()}
LIST = "/api/v1/matrices/"
GOLDEN_ONE = "/api/v1/matrices/golden/"


@pytest.fixture(autouse=True)
def published(db: None) -> None:
    publish(FIRST, NOW)
    publish(SECOND, LATER)
    publish(matrix(criterion("size", 1, {"big": [4, 0], "small": [0, 4]}), slug="a-first"), NOW)
    draft = DecisionMatrix.objects.create(slug="draft", title="Draft")
    draft.drafts.create(revision=1, document=FIRST.document())


def get(client: Client, path: str, **headers: str) -> tuple[int, Any, str]:
    """Status, JSON, and for how long it may be kept."""
    response = client.get(path, headers=headers)
    said = response.json() if response.content else None
    return response.status_code, said, response.get("Cache-Control", "")


def test_the_list_has_every_published_matrix_at_its_newest_version(client: Client) -> None:
    assert get(client, LIST) == (
        200,
        [
            {
                "slug": "a-first",
                "title": "Small",
                "version": 1,
                "published_at": "2026-11-23T08:00:00Z",
            },
            {
                "slug": "golden",
                "title": "Golden, again",
                "version": 2,
                "published_at": "2026-11-24T08:00:00Z",
            },
        ],
        "public, max-age=60",
    )


def test_without_a_version_it_is_the_newest_and_kept_for_a_minute(client: Client) -> None:
    assert get(client, GOLDEN_ONE) == (200, TWO, "public, max-age=60")


@pytest.mark.parametrize(("version", "expected"), [(1, ONE), (2, TWO)])
def test_a_version_is_kept_for_ever(client: Client, version: int, expected: object) -> None:
    kept = "public, max-age=31536000, immutable"
    assert get(client, f"{GOLDEN_ONE}?version={version}") == (200, expected, kept)


def test_what_comes_is_a_matrix_that_can_be_scored(client: Client) -> None:
    assert Matrix.from_document(get(client, GOLDEN_ONE)[1]["matrix"]) == SECOND


@pytest.mark.parametrize(
    ("path", "status", "at", "message"),
    [
        ("nowhere/", 404, "matrix", "there is no matrix nowhere"),
        ("nowhere/?version=1", 404, "matrix", "there is no matrix nowhere"),
        ("draft/", 404, "matrix", "there is no matrix draft"),
        ("golden/?version=3", 404, "version", "there is no such version"),
        ("golden/?version=" + "9" * 40, 404, "version", "there is no such version"),
        ("golden/?version=0", 422, "version", "must be an integer from 1"),
        ("golden/?version=latest", 422, "version", "must be an integer from 1"),
        ("golden/?version=", 422, "version", "must be an integer from 1"),
    ],
)
def test_what_is_not_there_is_refused(
    client: Client, path: str, status: int, at: str, message: str
) -> None:
    assert get(client, LIST + path) == (status, {"errors": [{"at": at, "message": message}]}, "")


@pytest.mark.parametrize("path", [LIST, GOLDEN_ONE, f"{GOLDEN_ONE}?version=1"])
def test_who_has_it_already_is_told_so(client: Client, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for header in ("ETag", "Cache-Control", "Vary"):
        assert again[header] == first[header]
    publish(FIRST.model_copy(update={"title": "Golden, for the third time"}), LATER)
    changed = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == (304 if "version" in path else 200)


@pytest.mark.parametrize("path", [LIST, GOLDEN_ONE])
def test_head_says_what_get_would(client: Client, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == get["ETag"]
