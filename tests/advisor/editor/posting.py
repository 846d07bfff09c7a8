"""The editor as its script uses it: all fields as one JSON object."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from advisor.drafts import working_copy
from advisor.editor.fields import fields_of
from advisor.models import DecisionMatrix
from tests.advisor.desk import url


def typed(matrix: DecisionMatrix, **changes: str) -> dict[str, str]:
    """What is in the fields of an editor who opened *matrix* just now and typed *changes*."""
    document, revision = working_copy(matrix)
    return {**fields_of(document), "revision": str(revision), **changes}


def post(client: Client, matrix: DecisionMatrix, page: str, body: object) -> Any:
    """*body* is JSON already, or becomes it."""
    data = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(url(matrix, page), data, content_type="application/json")


def save(client: Client, matrix: DecisionMatrix, body: object) -> Any:
    return post(client, matrix, "change", body)
