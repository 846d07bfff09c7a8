from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product
from pathlib import Path

import pytest

import advisor
from advisor.core.health import health
from advisor.core.model import Answers, Matrix, load_matrix
from advisor.core.scoring import verdict

SHIPPED = {
    path.stem: load_matrix(path.read_text())
    for path in sorted((Path(advisor.__file__).parent / "matrices").glob("*.toml"))
}
each = pytest.mark.parametrize("matrix", SHIPPED.values(), ids=SHIPPED.keys())


def test_these_ship() -> None:
    assert {slug: [a.name for a in matrix.alternatives] for slug, matrix in SHIPPED.items()} == {
        "django-or-fastapi": ["Django", "FastAPI"],
        "fastapi-vs-nodejs": ["FastAPI", "Node.js"],
        "monolith-or-services": ["Monolith", "Modular monolith", "Services"],
    }
    assert [matrix.slug for matrix in SHIPPED.values()] == list(SHIPPED)


def test_fastapi_or_nodejs_asks_the_four_questions_of_its_article() -> None:
    assert [(c.key, c.name, c.choice) for c in SHIPPED["fastapi-vs-nodejs"].criteria] == [
        ("workload", "Primary workload", "multiple"),
        ("team", "Team expertise", "single"),
        ("integrity", "Data integrity", "single"),
        ("time", "Time to market", "single"),
    ]


@each
def test_every_cell_has_a_sentence_of_its_own(matrix: Matrix) -> None:
    rationales = [
        cell.rationale
        for criterion in matrix.criteria
        for option in criterion.options
        for cell in option.cells.values()
    ]

    assert all(text.endswith(".") and len(text) > 25 for text in rationales)
    assert len(set(rationales)) == len(rationales)


@pytest.mark.parametrize(
    ("slug", "verdicts"),
    [
        (
            "fastapi-vs-nodejs",
            {
                ("clear", "fastapi"): 244,
                ("lean", "fastapi"): 157,
                ("close_call", None): 212,
                ("lean", "nodejs"): 143,
                ("clear", "nodejs"): 144,
            },
        ),
        (
            "django-or-fastapi",
            {
                ("clear", "django"): 160,
                ("lean", "django"): 186,
                ("close_call", None): 391,
                ("lean", "fastapi"): 319,
                ("clear", "fastapi"): 480,
            },
        ),
        (
            "monolith-or-services",
            {
                ("clear", "monolith"): 22,
                ("lean", "monolith"): 36,
                ("close_call", None): 382,
                ("lean", "modular"): 199,
                ("clear", "modular"): 182,
                ("lean", "services"): 102,
                ("clear", "services"): 101,
            },
        ),
    ],
)
def test_every_alternative_has_a_fair_chance(
    slug: str, verdicts: dict[tuple[str, str | None], int]
) -> None:
    matrix = SHIPPED[slug]
    found = Counter[tuple[str, str | None]]()
    for options in product(*(criterion.options for criterion in matrix.criteria)):
        chosen: dict[str, tuple[str, ...]] = {
            c.key: (o.key,) for c, o in zip(matrix.criteria, options, strict=True)
        }
        then = verdict(matrix, Answers(answers=chosen))
        found[then.kind, then.winner if then.kind != "close_call" else None] += 1

    assert found == verdicts


@each
def test_its_author_has_nothing_left_to_mend(matrix: Matrix) -> None:
    found = health(matrix, today=date(2026, 11, 22))

    assert (found.never_win, found.never_decide) == ((), ())
    assert (found.without_rationale, found.stale) == ((), ())
