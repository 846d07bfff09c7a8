"""How promising the business is, and that no answer to a matrix has a say in it."""

from __future__ import annotations

from itertools import product

import pytest

from advisor.core.model import load_matrix
from consult.intake.brief import Budget, Stage, Timeline
from consult.leads import temperature
from consult.leads.models import Case
from consult.leads.temperature import HOT, RULES, WARM, Enquiry, enquiry, read
from consult.leads.verdicts import given
from tests.leads.enquiries import enquire, flagged
from tests.people import GOLDEN, brief, open_case_for_ada

PLAIN = {"stage": "idea", "users": "thousands", "traffic": "low"}


@pytest.mark.parametrize(
    ("said", "points", "kind"),
    [
        ({}, 0, "cold"),
        ({"budget": "largest", "timeline": "now"}, 7, "hot"),
        ({"budget": "large", "timeline": "quarter", "stage": "running", "company": "O"}, 7, "hot"),
        ({"budget": "large", "timeline": "now"}, 6, "warm"),
        ({"budget": "unsaid", "timeline": "now"}, 3, "warm"),
        ({"budget": "medium", "timeline": "year"}, 2, "cold"),
        ({"budget": "small", "timeline": "open"}, -3, "cold"),
        ({"budget": "small", "timeline": "open", "users": "few"}, -4, "cold"),
        ({"stage": "rewrite", "reason": "rigid", "users": "mass", "traffic": "highest"}, 5, "warm"),
        ({"stage": "rewrite", "reason": "people"}, 2, "cold"),
        ({"users": "unknown", "traffic": "unknown"}, 0, "cold"),
    ],
)
def test_the_points_of_the_rules_that_apply_make_it(
    said: dict[str, str], points: int, kind: str
) -> None:
    reading = read(Enquiry(**{**PLAIN, **said}))
    assert (reading.points, reading.kind) == (points, kind)


def test_it_says_why_with_the_points_of_each_reason() -> None:
    assert read(Enquiry("small", "now", "rewrite", "slow", "many", "low", "Okafor")).reasons == (
        "−2: The budget is under €5,000.",
        "+3: It must be live within a month.",
        "+2: Something that runs is to be rewritten.",
        "+1: It is rewritten for its architecture.",
        "+1: More than 10,000 people will use it.",
        "+1: A company is named.",
    )


def test_every_rule_applies_to_something_and_none_to_everything() -> None:
    every = [
        Enquiry(*(str(one) for one in said))
        for said in product(
            Budget.values, Timeline.values, Stage.values, ["", "slow", "people"],
            ["few", "many", "unknown"], ["low", "high"], ["", "Okafor Freight"],
        )
    ]  # fmt: skip
    counts = {rule.sentence: sum(map(rule.applies, every)) for rule in RULES}
    assert [s for s, count in counts.items() if count in (0, len(every))] == []
    assert {read(one).kind for one in every} == set(Case.Temperature.values)


def test_the_bounds_are_those_that_are_written_down() -> None:
    assert (HOT, WARM) == (7, 3)


def test_of_an_intake_only_the_brief_and_the_company_are_read() -> None:
    saved = {**brief(budget="large"), "contact": {"company": "Not this one"}}
    assert enquiry(saved, "Okafor Freight") == Enquiry(
        budget="large",
        timeline="now",
        stage="idea",
        users="thousands",
        traffic="low",
        company="Okafor Freight",
    )
    assert enquiry({}, "") == Enquiry()
    assert enquiry({"plans": {"reason": None, "budget": ""}}, "") == Enquiry()


def every_answer() -> list[dict[str, dict[str, object]]]:
    """Each option of each criterion, none, and every weight, as an intake saves them."""
    matrix = load_matrix(GOLDEN.read_text())
    options: list[dict[str, dict[str, object]]] = [
        {f"q-{criterion.key}": {"options": list(chosen)}}
        for criterion in matrix.criteria
        for chosen in [(), *((option.key,) for option in criterion.options)]
    ]
    weights: list[dict[str, dict[str, object]]] = [
        {"weights": {one.key: n}} for one in matrix.criteria for n in range(6)
    ]
    return [*options, *weights]


def moved_by(answers: list[dict[str, dict[str, object]]]) -> list[dict[str, dict[str, object]]]:
    """Those of *answers* that make one and the same brief warmer or colder."""
    bare = read(enquiry(brief(), ""))
    return [one for one in answers if read(enquiry({**brief(), **one}, "")) != bare]


def test_no_answer_to_the_matrix_changes_it() -> None:
    assert moved_by(every_answer()) == []


def test_a_rule_on_an_answer_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = temperature.enquiry

    def partial_to_models(saved: dict[str, dict[str, object]], company: str) -> Enquiry:
        likes = saved.get("q-workload", {}).get("options") == ["ml"]
        return honest(saved, "A client of ours" if likes else company)

    monkeypatch.setitem(globals(), "enquiry", partial_to_models)
    assert moved_by(every_answer()) == [{"q-workload": {"options": ["ml"]}}]


@pytest.mark.django_db
def test_another_verdict_is_the_same_temperature() -> None:
    python = enquire(answers={"workload": ("ml",), "team": ("python",)})
    node = enquire(answers={"workload": ("realtime",), "team": ("typescript",)})
    verdicts = {given(one)[0].headline for one in (python, node)}
    assert len(verdicts) == 2
    assert python.temperature == node.temperature == "warm"
    assert python.temperature_reasons == node.temperature_reasons


@pytest.mark.django_db
def test_a_case_keeps_its_temperature_with_the_reasons() -> None:
    case = enquire(budget="largest", timeline="quarter")
    assert (case.temperature, case.temperature_reasons) == (
        "hot",
        [
            "+4: The budget is above €75,000.",
            "+2: It must be live within three months.",
            "+1: A company is named.",
        ],
    )


@pytest.mark.django_db
def test_a_call_booked_without_an_intake_has_none() -> None:
    case = open_case_for_ada()
    assert (case.temperature, case.temperature_reasons) == ("", [])


@pytest.mark.django_db
def test_a_flagged_case_has_one_from_the_start() -> None:
    assert flagged().temperature == "warm"
