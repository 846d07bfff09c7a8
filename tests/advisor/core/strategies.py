"""Hypothesis: small matrices and answers to them."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st

from advisor.core.model import Answers, Criterion, Matrix
from tests.advisor.core.build import criterion, matrix


@st.composite
def cases(draw: st.DrawFn, most: int = 4, fewest: int = 2) -> tuple[Matrix, Answers]:
    """`fewest` to 4 alternatives, `most` criteria of up to 3 options, now and then an exclusion.

    Hypothesis chooses the sizes, and makes them smaller where a test fails. The rest comes from a
    seed: a draw for each number takes several times as long.
    """
    keys = "abcd"[: draw(st.integers(fewest, 4))]
    count = draw(st.integers(1, most))
    random = Random(draw(st.integers(0, 2**32 - 1)))
    criteria = [_criterion(random, f"c{i}", keys) for i in range(count)]
    criteria[0]["weight"] = criteria[0]["weight"] or 1
    built = matrix(*criteria, floor=random.choice([0, 30, 60]))
    chosen = {c.key: _answer(random, c) for c in built.criteria}
    weights = {c.key: random.randint(0, 5) for c in built.criteria if random.random() < 0.25}
    if not any(weights.get(c.key, c.weight) for c in built.criteria):
        weights = {}
    return built, Answers(answers=chosen, weights=weights)


def _criterion(random: Random, key: str, alternatives: str) -> dict[str, Any]:
    options = "xyz"[: random.randint(2, 3)]
    rows = {option: [random.randint(0, 4) for _ in alternatives] for option in options}
    excludes = {}
    if random.random() < 0.2:
        excludes = {random.choice(options): {random.choice(alternatives): "No."}}
    choice = random.choice(["single", "multiple"])
    return criterion(key, random.randint(0, 5), rows, choice, excludes)


def _answer(random: Random, criterion: Criterion) -> tuple[str, ...]:
    if random.random() < 0.25:
        return ()
    keys = [option.key for option in criterion.options]
    most = len(keys) if criterion.choice == "multiple" else 1
    return tuple(random.sample(keys, random.randint(1, most)))
