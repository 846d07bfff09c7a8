"""Hypothesis: small matrices and answers to them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from advisor.core.model import Answers, Matrix
from tests.advisor.core.build import criterion, matrix

anchors = st.integers(0, 4)


@st.composite
def cases(draw: st.DrawFn, most: int = 4) -> tuple[Matrix, Answers]:
    """Up to 4 alternatives, `most` criteria of up to 3 options, now and then an exclusion."""
    keys = "abcd"[: draw(st.integers(2, 4))]
    criteria = [draw(_criterion(f"c{i}", keys)) for i in range(draw(st.integers(1, most)))]
    criteria[0]["weight"] = criteria[0]["weight"] or 1
    built = matrix(*criteria, floor=draw(st.sampled_from([0, 30, 60])))
    chosen = {c.key: draw(_answer(c.choice, [o.key for o in c.options])) for c in built.criteria}
    weights = draw(
        st.dictionaries(st.sampled_from([c.key for c in built.criteria]), st.integers(1, 5))
    )
    return built, Answers(answers=chosen, weights=weights)


@st.composite
def _criterion(draw: st.DrawFn, key: str, alternatives: str) -> dict[str, Any]:
    options = "xyz"[: draw(st.integers(2, 3))]
    rows = {o: tuple(draw(anchors) for _ in alternatives) for o in options}
    excludes = {}
    if draw(st.integers(0, 4)) == 0:
        excludes = {draw(st.sampled_from(options)): {draw(st.sampled_from(alternatives)): "No."}}
    choice = draw(st.sampled_from(["single", "multiple"]))
    return criterion(key, draw(st.integers(0, 5)), rows, choice, excludes)


@st.composite
def _answer(draw: st.DrawFn, choice: str, options: list[str]) -> tuple[str, ...]:
    most = len(options) if choice == "multiple" else 1
    return tuple(draw(st.lists(st.sampled_from(options), unique=True, max_size=most)))
