"""A result in sentences, each quoting the cell behind it."""

from __future__ import annotations

from .explanation.firmness import firmness
from .explanation.headline import headline
from .explanation.phrases import Gettext
from .explanation.reasons import against, compared, deciding, levelled, trailing
from .explanation.sentence import Role, Sentence
from .explanation.settling import settling
from .explanation.telling import Telling
from .explanation.turning import other_answers, other_weight
from .explanation.unfit import excluded, shortfalls
from .model import Answers, Matrix
from .result import Result

__all__ = ["Role", "Sentence", "explain"]


def explain(
    matrix: Matrix, answers: Answers, result: Result, gettext: Gettext = str
) -> list[Sentence]:
    """The verdict first, then why, how firm it is, what is open, and what would turn it.

    Where it is a close call, what would settle it comes before the reasons.
    """
    telling = Telling(matrix, answers, result, gettext)
    undecided = result.verdict.kind == "close_call"
    verdict = Sentence("headline", headline(telling))
    if undecided and not telling.answered:
        return [verdict, *settling(telling)]
    return [
        verdict,
        *excluded(telling),
        *(settling(telling) if undecided else ()),
        *compared(telling),
        *deciding(telling),
        *levelled(telling),
        *against(telling),
        *trailing(telling),
        *shortfalls(telling),
        *firmness(telling),
        *(() if undecided else settling(telling)),
        *other_answers(telling),
        *other_weight(telling),
    ]
