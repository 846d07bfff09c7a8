from __future__ import annotations

from advisor.core.answers import read_answers
from advisor.core.model import load_matrix
from advisor.core.scoring import score
from tests.advisor.core.build import GOLDEN, golden


def test_the_worked_example_of_the_format_page() -> None:
    matrix = load_matrix((GOLDEN / "matrix.toml").read_text())

    result = score(matrix, read_answers(matrix, golden("answers.json")))

    assert result.document() == golden("result.json")


def test_the_version_that_made_a_score_is_kept_in_it() -> None:
    matrix = load_matrix((GOLDEN / "matrix.toml").read_text())

    result = score(matrix, read_answers(matrix, golden("answers.json")), version=3)

    assert result.document() == golden("result.json") | {"version": 3}
