"""Adding, removing, and moving, and what is said beside the grid while one types."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from advisor.drafts import working_copy
from advisor.editor.fields import fields_of
from advisor.models import DecisionMatrix
from tests.advisor.editor.posting import post, typed
from tests.staff.admin_form import _Fields, words


def drawn(answer: Any) -> dict[str, str]:
    parser = _Fields()
    parser.feed(answer.content.decode())
    return parser.values


def focus(answer: Any) -> str:
    return str(json.loads(answer.headers["HX-Trigger-After-Swap"])["drawn"]["focus"])


def test_a_new_option_draws_its_criterion_and_keeps_what_is_not_saved_yet(
    desk: Client, matrix: DecisionMatrix
) -> None:
    count = len(working_copy(matrix)[0]["criteria"][1]["options"])
    what = {"do": "criteria.1.options.add", "criteria.1.name": "Typed, not saved"}
    answer = post(desk, matrix, "grid", typed(matrix, **what))
    assert answer.headers["HX-Retarget"] == '[id="criteria.1"]'
    assert focus(answer) == f"criteria.1.options.{count}.label"
    fields = drawn(answer)
    assert fields["criteria.1.name"] == "Typed, not saved"
    assert fields[f"criteria.1.options.{count}.key"] == "option_1"
    assert not any(name.startswith("criteria.0.") for name in fields)
    assert not matrix.drafts.exists()


def test_a_criterion_that_moves_draws_the_whole_grid(desk: Client, matrix: DecisionMatrix) -> None:
    before = fields_of(working_copy(matrix)[0])
    answer = post(desk, matrix, "grid", typed(matrix, do="criteria.0.down"))
    assert "HX-Retarget" not in answer.headers
    assert focus(answer) == "criteria.1.down"
    fields = drawn(answer)
    assert fields["criteria.1.name"] == before["criteria.0.name"]
    assert fields["criteria.0.name"] == before["criteria.1.name"]


def test_nothing_done_draws_the_grid_as_it_was_sent(desk: Client, matrix: DecisionMatrix) -> None:
    answer = post(desk, matrix, "grid", typed(matrix, **{"criteria.0.name": "As it was"}))
    assert drawn(answer)["criteria.0.name"] == "As it was"


def test_the_last_criterion_can_go_and_a_first_one_come(
    desk: Client, matrix: DecisionMatrix
) -> None:
    body = typed(matrix)
    for _ in working_copy(matrix)[0]["criteria"]:
        answer = post(desk, matrix, "grid", body | {"do": "criteria.0.remove"})
        kept = {name for name in body if not name.startswith("criteria.")}
        body = {name: body[name] for name in kept} | {
            name: value for name, value in drawn(answer).items() if name.startswith("criteria.")
        }
    assert focus(answer) == "criteria.add"
    assert focus(post(desk, matrix, "grid", body | {"do": "criteria.add"})) == "criteria.0.name"


@pytest.mark.parametrize(
    "what", ["criteria.99.remove", "criteria.0.options.9.up", "title.remove", "x\0", "\ud800"]
)
def test_what_cannot_be_done_is_refused_in_words(
    desk: Client, matrix: DecisionMatrix, what: str
) -> None:
    answer = post(desk, matrix, "grid", typed(matrix, do=what))
    assert answer.status_code == 400
    assert answer.content.decode() == "That cannot be done to this matrix. Nothing was changed."


def test_health_and_problems_are_of_what_is_typed(desk: Client, matrix: DecisionMatrix) -> None:
    assert "No problems" in words(post(desk, matrix, "health", typed(matrix)))
    answer = post(desk, matrix, "health", typed(matrix, **{"criteria.0.weight": "high"}))
    assert 'data-field="criteria.0.weight"' in answer.content.decode()
    assert "Health shows once this problem is solved." in words(answer)
    assert "1 problem left before it can be published" in words(answer)
    assert not matrix.drafts.exists()
