"""Small matrices for tests: one row of anchors per option, in the order of the alternatives."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from advisor.core.model import Answers, Matrix

GOLDEN = Path(__file__).parent / "golden"
Excludes = dict[str, dict[str, str]]


def golden(name: str) -> Any:
    return json.loads((GOLDEN / name).read_text())


def criterion(
    key: str,
    weight: int,
    options: Mapping[str, Sequence[int]],
    choice: str = "single",
    excludes: Excludes | None = None,
    alternatives: Sequence[str] = "abcdefghij",
) -> dict[str, Any]:
    return {
        "key": key,
        "name": key.title(),
        "question": f"What about {key}?",
        "why": "",
        "weight": weight,
        "choice": choice,
        "options": [
            {
                "key": option,
                "label": f"Option {option}",
                "cells": {
                    alternative: {"anchor": anchor, "rationale": f"{option} on {alternative}."}
                    for alternative, anchor in zip(alternatives, anchors, strict=False)
                },
                "excludes": (excludes or {}).get(option, {}),
            }
            for option, anchors in options.items()
        ],
    }


def document(*criteria: dict[str, Any], **rest: Any) -> dict[str, Any]:
    keys = list(criteria[0]["options"][0]["cells"])
    return {
        "slug": "small",
        "title": "Small",
        "alternatives": [{"key": key, "name": key.upper(), "detail": ""} for key in keys],
        "criteria": list(criteria),
        **rest,
    }


def matrix(*criteria: dict[str, Any], **rest: Any) -> Matrix:
    return Matrix.from_document(document(*criteria, **rest))


def answers(weights: dict[str, int] | None = None, **chosen: str) -> Answers:
    """Options of a multiple choice are given as "x y"."""
    return Answers(
        answers={key: tuple(keys.split()) for key, keys in chosen.items()}, weights=weights or {}
    )
