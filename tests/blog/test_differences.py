"""What differs between two texts, with the words marked."""

from __future__ import annotations

import time

import pytest

from advisor.editor.changes import Line, Mark, Piece
from consult.blog.differences import Difference, Passage, differences, passages


def passage(skipped: int, *pieces: tuple[Mark, str]) -> Passage:
    return Passage(skipped, Line("", [Piece(mark, text) for mark, text in pieces]))


def test_of_the_fields_only_those_that_differ_are_told() -> None:
    before = {"Title": "Queues", "Slug": "queues", "Text": "All.\n"}
    assert differences(before, before | {"Title": "On queues"}) == [
        Difference("Title", [passage(0, ("del", "Queues"), ("ins", "On queues"))])
    ]


def test_the_words_that_differ_are_marked_in_their_sentence() -> None:
    before = "A queue keeps work until somebody has the time to do it.\n"
    after = "A queue keeps all work until a worker has the time to do it.\n"
    assert passages(before, after) == [
        passage(
            0,
            ("same", "A queue keeps "),
            ("ins", "all "),
            ("same", "work until "),
            ("del", "somebody "),
            ("ins", "a worker "),
            ("same", "has the time to do it.\n"),
        )
    ]


def test_a_word_between_two_changes_is_part_of_them() -> None:
    before = "It is a fast and small engine that we all like to use.\n"
    after = "It is a slow and large engine that we all like to use.\n"
    assert passages(before, after) == [
        passage(
            0,
            ("same", "It is a "),
            ("del", "fast and small "),
            ("ins", "slow and large "),
            ("same", "engine that we all like to use.\n"),
        )
    ]


def test_texts_with_little_in_common_are_not_torn_into_words() -> None:
    assert passages("The one or the other.\n", "Which of the many engines?\n") == [
        passage(0, ("del", "The one or the other.\n"), ("ins", "Which of the many engines?\n"))
    ]


def lines(*numbers: int) -> str:
    return "".join(f"Line {number}.\n" for number in numbers)


def test_what_stayed_the_same_is_left_out_but_for_what_stands_beside_a_change() -> None:
    before = lines(*range(1, 30))
    after = lines(*range(1, 10)) + "New.\n" + lines(*range(10, 20), *range(21, 30))
    assert passages(before, after) == [
        passage(7, ("same", lines(8, 9)), ("ins", "New.\n"), ("same", lines(10, 11))),
        passage(6, ("same", lines(18, 19)), ("del", "Line 20.\n"), ("same", lines(21, 22))),
        passage(7),
    ]


def test_the_same_text_has_no_passages() -> None:
    assert passages(lines(1, 2, 3), lines(1, 2, 3)) == []
    assert passages("", "") == []


def whole(texts: list[Passage], mark: Mark) -> str:
    return "".join(p.text for one in texts for p in one.line.pieces if p.mark in ("same", mark))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\n" * 50_000, "b\n" * 50_000),
        ("a\nb\n" * 2_000, "b\na\na\n" * 1_333),
        ("word " * 20_000, "other word " * 9_000),
        (lines(*range(9_000)), lines(*range(4_000), *range(4_001, 9_000))),
        (
            "\n".join("ab cd " * 100 for _ in range(160)),
            "\n".join("cd ab x " * 80 for _ in range(150)),
        ),
    ],
)
def test_the_longest_texts_are_compared_in_a_moment_and_nothing_gets_lost(
    before: str, after: str
) -> None:
    began = time.process_time()
    found = passages(before, after)
    assert time.process_time() - began < 3
    if not any(one.skipped for one in found):
        assert (whole(found, "del"), whole(found, "ins")) == (before, after)
