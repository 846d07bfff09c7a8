"""Verdicts told, for the tests of what they say."""

from __future__ import annotations

from collections.abc import Callable

from advisor.core.explain import Role, Sentence, explain
from advisor.core.model import Answers, Matrix
from advisor.core.scoring import score


def told(matrix: Matrix, answers: Answers, gettext: Callable[[str], str] = str) -> list[Sentence]:
    return explain(matrix, answers, score(matrix, answers), gettext)


def lines(matrix: Matrix, answers: Answers, *roles: Role) -> list[str]:
    """What is said in these roles, as it is read."""
    return [str(sentence) for sentence in told(matrix, answers) if sentence.role in roles]


def headline(matrix: Matrix, answers: Answers) -> str:
    first = told(matrix, answers)[0]
    assert first.role == "headline"
    return str(first)


def firsts(matrix: Matrix) -> Answers:
    """The first option of every criterion."""
    return Answers(answers={c.key: (c.options[0].key,) for c in matrix.criteria})
