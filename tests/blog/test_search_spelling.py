"""A mistyped word is the nearest known one; no database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.blog.search.spelling import Vocabulary, distance

KNOWN = {
    "fastapi": 40, "fast": 9, "django": 12, "node.js": 30, "node": 30, "postgresql": 20,
    "form": 3, "from": 90, "farm": 5, "kubernetes": 2,
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fastpai", "fastapi"),
        ("fastap", "fastapi"),
        ("fastappi", "fastapi"),
        ("fostapi", "fastapi"),
        ("djagno", "django"),
        ("nodejs", "node.js"),
        ("ndoe", "node"),
        ("posgtreql", "postgresql"),
        ("kubrenetse", "kubernetes"),
        ("frm", None),  # too short to be sure of
        ("dxangy", None),  # two mistakes in six letters
        ("zzzzzzzz", None),
        ("", None),
    ],
)
def test_the_nearest_known_word_is_meant(typed: str, meant: str | None) -> None:
    assert Vocabulary.of(KNOWN).correct(typed) == meant


def test_of_words_that_are_as_near_the_commonest_is_meant() -> None:
    assert Vocabulary.of({"form": 3, "from": 90, "farm": 5}).correct("frorm") == "from"
    assert Vocabulary.of({"worm": 3, "form": 9, "dorm": 9}).correct("gorm") == "dorm"


words = st.text("abc", max_size=7)


def plainly(a: str, b: str) -> int:
    """The definition, as it is written down."""
    if not a or not b:
        return len(a) + len(b)
    costs = [
        plainly(a[:-1], b) + 1,
        plainly(a, b[:-1]) + 1,
        plainly(a[:-1], b[:-1]) + (a[-1] != b[-1]),
    ]
    if len(a) > 1 and len(b) > 1 and a[-1] == b[-2] and a[-2] == b[-1]:
        costs.append(plainly(a[:-2], b[:-2]) + 1)
    return min(costs)


@given(st.text("abc", max_size=5), st.text("abc", max_size=5), st.integers(0, 3))
def test_the_distance_is_that_of_its_definition(a: str, b: str, most: int) -> None:
    assert distance(a, b, most) == min(plainly(a, b), most + 1)


@given(words, st.dictionaries(words, st.integers(1, 9), max_size=6))
def test_no_word_that_is_near_enough_is_overlooked(typed: str, counts: dict[str, int]) -> None:
    most = 0 if len(typed) < 4 else 1
    near = {word for word in counts if distance(typed, word, most) <= most}
    meant = Vocabulary.of(counts).correct(typed)
    assert (meant in near) if near else meant is None
