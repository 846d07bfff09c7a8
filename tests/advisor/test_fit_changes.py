"""What would change a verdict, with links that run the change."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import given

from advisor.address import Address
from advisor.changes import (
    Change,
    OtherAnswers,
    OtherWeight,
    Outcome,
    Turn,
    other_answers,
    other_weights,
)
from advisor.core.model import Answers, Matrix
from advisor.core.scoring import score, verdict
from advisor.grid import alternatives
from tests.advisor.core.build import answers, criterion, matrix
from tests.advisor.core.strategies import cases

FIT = "/fit/fastapi-vs-nodejs/"
QUERIES = [
    "?workload=ml&workload=io&team=python",
    "?workload=ml&team=typescript&integrity=strict&time=webapp",
    "?workload=io&team=data&time=webapp&w.time=1&utm_source=x",
]


def changes(m: Matrix, given: Answers) -> tuple[list[OtherAnswers], list[OtherWeight]]:
    result, at = score(m, given), Address("/m/", m, given)
    return other_answers(result, at), other_weights(result, at)


def duel(x: tuple[int, int, int], y: tuple[int, int, int], floor: int = 0) -> Matrix:
    """Each criterion by its weight and the anchors of a and b: x speaks for a, y for b.

    Whoever answers otherwise answers "q", with which both criteria speak for neither.
    """
    return matrix(
        criterion("x", x[0], {"p": x[1:], "q": [2, 2]}),
        criterion("y", y[0], {"p": y[1:], "q": [2, 2]}),
        floor=floor,
    )


def turns(m: Matrix) -> list[tuple[str, str | None, bool | None]]:
    """Of each weight: where the two are level, the one that turns it, and whether only just."""
    return [
        (
            row.level_at,
            *((row.turn.change.to, row.turn.outcome.close) if row.turn else (None, None)),
        )
        for row in changes(m, answers(x="p", y="p"))[1]
    ]


def test_answers_are_grouped_by_what_they_would_come_to() -> None:
    m = matrix(
        criterion("x", 2, {"p": [4, 1], "q": [1, 4], "r": [0, 0], "s": [0, 4]}),
        criterion("y", 2, {"p": [1, 3], "q": [2, 2]}),
    )
    _, b = alternatives(m)
    found, _ = changes(m, answers(x="p", y="q"))
    outcomes = {
        Outcome(b, close=False): [
            Change("Option q", "/m/?x=q&y=q#verdict"),
            Change("Option s", "/m/?x=s&y=q#verdict"),
        ],
        Outcome(None, close=False): [Change("Option r", "/m/?x=r&y=q#verdict")],
    }
    assert found == [OtherAnswers(m.criteria[0], "#criterion-x", outcomes)]


def test_a_lead_that_is_too_small_is_not_called_a_win() -> None:
    m = matrix(
        criterion("x", 1, {"p": [4, 1], "q": [2, 2]}),
        criterion("y", 5, {"p": [2, 2], "q": [2, 2]}),
        criterion("z", 1, {"p": [2, 3], "q": [2, 2]}),
    )
    [row], _ = changes(m, answers(x="p", y="p", z="p"))
    assert list(row.by_outcome) == [Outcome(alternatives(m)[1], close=True)]


def test_where_none_fits_it_names_the_answers_with_which_one_would() -> None:
    m = matrix(
        criterion("x", 3, {"p": [1, 1], "q": [1, 4], "r": [0, 1]}),
        criterion("y", 1, {"p": [1, 1], "q": [0, 0]}),
        floor=60,
    )
    _, b = alternatives(m)
    change = Change("Option q", "/m/?x=q&y=p#verdict")
    found = OtherAnswers(m.criteria[0], "#criterion-x", {Outcome(b, close=False): [change]})
    assert changes(m, answers(x="p", y="p")) == ([found], [])


def test_a_weight_says_where_two_are_level_and_which_whole_one_turns_it() -> None:
    m = duel((2, 4, 1), (2, 1, 3))
    _, b = alternatives(m)
    x, y = m.criteria
    assert changes(m, answers(x="p", y="p"))[1] == [
        OtherWeight(
            criterion=x,
            row_url="#criterion-x",
            weight=2,
            level_at="about 1.3",
            rival=b,
            turn=Turn(Outcome(b, close=False), Change("1", "/m/?x=p&y=p&w.x=1#verdict")),
        ),
        OtherWeight(
            criterion=y,
            row_url="#criterion-y",
            weight=2,
            level_at="3",
            rival=b,
            turn=Turn(Outcome(b, close=False), Change("4", "/m/?x=p&y=p&w.y=4#verdict")),
        ),
    ]


def test_where_no_whole_weight_turns_it_there_is_no_link() -> None:
    assert turns(duel((5, 4, 3), (1, 1, 2))) == [("1", "0", False), ("5", None, None)]


@given(cases())
def test_the_whole_weight_is_the_nearest_of_all_that_turn_it(case: tuple[Matrix, Answers]) -> None:
    m, given_answers = case
    today = verdict(m, given_answers).winner
    for row in changes(m, given_answers)[1]:
        turning = [
            weight
            for weight in range(6)
            for weights in [{**given_answers.weights, row.criterion.key: weight}]
            for changed in [given_answers.model_copy(update={"weights": weights})]
            if any(map(changed.weight, m.criteria)) and verdict(m, changed).winner != today
        ]
        nearest = min((abs(weight - row.weight) for weight in turning), default=None)
        found = row.turn and abs(int(row.turn.change.to) - row.weight)
        assert found == nearest


def test_a_tie_is_turned_from_whichever_side_turns_it() -> None:
    assert turns(duel((2, 4, 1), (3, 1, 3))) == [("2", "1", False), ("3", "4", False)]


@pytest.mark.django_db
@pytest.mark.parametrize("query", QUERIES)
def test_every_link_leads_to_just_what_it_promises(client: Client, query: str) -> None:
    call_command("sample_content")
    today = client.get(FIT + query).context["verdict"]
    promised = [
        (outcome, change)
        for row in today.other_answers
        for outcome, listed in row.by_outcome.items()
        for change in listed
    ] + [row.turn for row in today.other_weights if row.turn]
    assert promised
    for outcome, change in promised:
        verdict = client.get(change.url).context["verdict"]
        assert verdict.winner == outcome.winner != today.winner
        assert (verdict.kind == "close_call") == outcome.close


@pytest.mark.django_db
def test_a_link_keeps_where_the_visitor_came_from(client: Client) -> None:
    call_command("sample_content")
    [row, *_] = client.get(FIT + QUERIES[2]).context["verdict"].other_answers
    [[change, *_], *_] = row.by_outcome.values()
    assert change.url.endswith("&w.time=1&utm_source=x#verdict")


@pytest.mark.django_db
def test_where_nothing_would_change_it_the_page_says_so(client: Client) -> None:
    call_command("sample_content")
    response = client.get(FIT + "?workload=ml&team=data&integrity=strict&time=tooling")
    verdict = response.context["verdict"]
    assert (verdict.other_answers, verdict.other_weights) == ([], [])
    assert "would put another one ahead of FastAPI, and at no weight" in response.text
