"""A scored case as the one JSON document that pages, the command, and the API share."""

from __future__ import annotations

from typing import Any

from .explain import explain
from .explanation.phrases import Gettext
from .model import Answers, Matrix
from .scoring import score


def report(
    matrix: Matrix, answers: Answers, version: int | None = None, gettext: Gettext = str
) -> dict[str, Any]:
    """The result with its `explanation`, JSON-safe. Raises ValueError when all weights are 0."""
    result = score(matrix, answers, version)
    sentences = [each.said(gettext) for each in explain(matrix, answers, result, gettext)]
    return {**result.document(), "explanation": sentences}
