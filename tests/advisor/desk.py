"""A matrix that Sam works on in the admin: published once, then edited."""

from __future__ import annotations

import copy
from typing import Any

from django.contrib.auth.models import User

from advisor.core.model import Matrix, load_matrix
from advisor.drafts import save_draft, working_copy
from advisor.models import DecisionMatrix, MatrixDraft
from advisor.services import publish
from tests.advisor.core.build import GOLDEN
from tests.people import NOW

Document = dict[str, Any]


def golden() -> Matrix:
    return load_matrix((GOLDEN / "matrix.toml").read_text())


def published() -> DecisionMatrix:
    """The golden matrix as version 1, with no draft."""
    return publish(golden(), NOW).matrix


def edited(matrix: DecisionMatrix, **changes: object) -> Document:
    """What an editor has who changed the top of the working copy."""
    return copy.deepcopy(working_copy(matrix)[0]) | changes


def saved(matrix: DecisionMatrix, document: Document, by: User | None = None) -> MatrixDraft:
    """*document* as the newest draft."""
    _, base = working_copy(matrix)
    return save_draft(matrix=matrix, base=base, document=document, by=by, now=NOW)


def hopeless(matrix: DecisionMatrix) -> Document:
    """A document in which Node.js can never win."""
    document = edited(matrix)
    for criterion in document["criteria"]:
        for option in criterion["options"]:
            option["cells"]["nodejs"]["anchor"] = 0
    return document


def url(matrix: DecisionMatrix, page: str) -> str:
    return f"/admin/advisor/decisionmatrix/{matrix.pk}/{page}/"
