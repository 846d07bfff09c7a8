"""Intakes as pure values: what was saved, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.core.model import Matrix
from consult.intake.run import FIRST, Run, Save


def run_with(matrix: Matrix, saved: Mapping[str, Any], carried: Mapping[str, Any] = {}) -> Run:
    """A run in which *carried* was answered before the start, and *saved* page after page."""
    first = [Save(key, FIRST, 0, data, {}) for key, data in carried.items()]
    later = [
        Save(key, revision, revision - 1, data, {})
        for revision, (key, data) in enumerate(saved.items(), start=FIRST + 1)
    ]
    return Run(matrix, (*first, *later))
