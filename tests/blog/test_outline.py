"""How long an article takes, and what comes where in it; no database."""

from __future__ import annotations

import pytest

from consult.blog.outline import Section, contents, minutes


@pytest.mark.parametrize(
    ("words", "expected"), [(0, 1), (1, 1), (238, 1), (239, 2), (1190, 5), (1191, 6)]
)
def test_a_minute_has_238_words(words: int, expected: int) -> None:
    assert minutes(words) == expected


def test_sections_stand_under_their_heading() -> None:
    headings = [
        [3, "before", "Before"], [2, "why", "Why"], [3, "cost", "Cost"], [4, "detail", "Detail"],
        [3, "time", "Time"], [2, "how", "How"],
    ]  # fmt: skip
    assert contents(headings) == [
        Section("before", "Before"),
        Section("why", "Why", [Section("cost", "Cost"), Section("time", "Time")]),
        Section("how", "How"),
    ]
