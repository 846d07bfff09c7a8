"""Matrices of any number of criteria, for pages that ask several of them."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.core.model import Matrix

CELLS = {
    "fastapi": {"anchor": 3, "rationale": "Good."},
    "nodejs": {"anchor": 2, "rationale": "Fair."},
}


def matrix_of(keys: Sequence[str], slug: str = "large") -> Matrix:
    """A criterion for each of *keys*: every third may have several answers."""
    return Matrix.from_document(
        {
            "slug": slug,
            "title": f"FastAPI or Node.js, on {len(keys)} counts?",
            "alternatives": [
                {"key": "fastapi", "name": "FastAPI", "detail": "Python"},
                {"key": "nodejs", "name": "Node.js", "detail": "TypeScript"},
            ],
            "criteria": [
                {
                    "key": key,
                    "name": f"Criterion {key}",
                    "question": f"What about {key}?",
                    "why": "",
                    "weight": 3,
                    "choice": "multiple" if number % 3 == 0 else "single",
                    "options": [
                        {"key": "much", "label": "Much", "cells": CELLS},
                        {"key": "little", "label": "Little", "cells": CELLS},
                    ],
                }
                for number, key in enumerate(keys, start=1)
            ],
        }
    )


def numbered(count: int) -> list[str]:
    return [f"c{number}" for number in range(1, count + 1)]
