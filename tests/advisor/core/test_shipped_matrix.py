from __future__ import annotations

from collections import Counter
from itertools import product
from pathlib import Path

import advisor
from advisor.core.model import Answers, load_matrix
from advisor.core.scoring import score

SHIPPED = Path(advisor.__file__).parent / "matrices"
MATRIX = load_matrix((SHIPPED / "fastapi-vs-nodejs.toml").read_text())


def test_it_asks_the_four_questions_of_the_article() -> None:
    assert [(c.key, c.name, c.choice) for c in MATRIX.criteria] == [
        ("workload", "Primary workload", "multiple"),
        ("team", "Team expertise", "single"),
        ("integrity", "Data integrity", "single"),
        ("time", "Time to market", "single"),
    ]
    assert [(a.key, a.name) for a in MATRIX.alternatives] == [
        ("fastapi", "FastAPI"),
        ("nodejs", "Node.js"),
    ]


def test_every_cell_has_a_sentence_of_its_own() -> None:
    rationales = [
        cell.rationale
        for criterion in MATRIX.criteria
        for option in criterion.options
        for cell in option.cells.values()
    ]

    assert all(text.endswith(".") and len(text) > 40 for text in rationales)
    assert len(set(rationales)) == len(rationales)


def test_both_engines_have_a_fair_chance() -> None:
    verdicts = Counter[tuple[str, str | None]]()
    for options in product(*(criterion.options for criterion in MATRIX.criteria)):
        chosen: dict[str, tuple[str, ...]] = {
            c.key: (o.key,) for c, o in zip(MATRIX.criteria, options, strict=True)
        }
        verdict = score(MATRIX, Answers(answers=chosen)).verdict
        verdicts[verdict.kind, verdict.winner if verdict.kind != "close_call" else None] += 1

    assert verdicts == {
        ("clear", "fastapi"): 244,
        ("lean", "fastapi"): 157,
        ("close_call", None): 212,
        ("lean", "nodejs"): 143,
        ("clear", "nodejs"): 144,
    }
