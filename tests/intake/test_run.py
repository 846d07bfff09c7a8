"""An intake as a value, revision by revision."""

from __future__ import annotations

from advisor.core.model import Matrix
from consult.intake.run import Overwritten, Run, Save, content


def saved(key: str, revision: int, based_on: int, data: object) -> Save:
    return Save(key, revision, based_on, data, {})


def test_the_newest_save_of_a_page_counts_and_the_past_can_be_looked_at(matrix: Matrix) -> None:
    run = Run(matrix, (saved("a", 2, 1, "x"), saved("b", 3, 2, "y"), saved("a", 4, 3, "z")))
    assert (run.revision, run.saved) == (4, {"a": "z", "b": "y"})
    assert [run.at(revision) for revision in (1, 2, 3)] == [{}, {"a": "x"}, {"a": "x", "b": "y"}]


def test_nothing_saved_is_the_first_revision(matrix: Matrix) -> None:
    run = Run(matrix, ())
    assert (run.revision, run.saved, run.carried, run.dropped) == (1, {}, frozenset(), {})


def test_what_its_last_writer_had_not_seen_is_overwritten(matrix: Matrix) -> None:
    earlier, later = saved("a", 3, 2, "x"), saved("a", 4, 2, "y")
    run = Run(matrix, (saved("a", 2, 1, "w"), earlier, later))
    assert run.overwritten("a") == Overwritten("a", earlier, later)


def test_what_was_seen_or_says_the_same_or_is_elsewhere_is_not(matrix: Matrix) -> None:
    first = saved("a", 2, 1, "x")
    for second in (saved("a", 3, 2, "y"), saved("a", 3, 1, "x"), saved("b", 3, 1, "y")):
        run = Run(matrix, (first, second))
        assert [run.overwritten(key) for key in ("a", "b", "c")] == [None, None, None]


def test_whoever_saves_it_again_has_chosen(matrix: Matrix) -> None:
    run = Run(matrix, (saved("a", 2, 1, "x"), saved("a", 3, 1, "y"), saved("a", 4, 3, "y")))
    assert run.overwritten("a") is None


def test_the_instant_of_the_consent_is_no_content() -> None:
    one = {"contact": {"name": "Ada", "consented_at": "2026-11-23T08:00:00Z"}}
    other = {"contact": {"name": "Ada", "consented_at": "2026-11-24T08:00:00Z"}}
    assert content(one) == content(other) == {"contact": {"name": "Ada"}}
    assert content({"name": "Ada"}) != content({"name": "Bob"})
