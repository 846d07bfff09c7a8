"""Who gets a new lead."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from advisor.models import DecisionMatrix
from consult.leads.assignment import Line, choose, covering
from consult.leads.models import AssignmentRule, Case, Lead
from tests.leads.enquiries import enquire
from tests.people import open_case_for_ada, sam

LIN, SAM, MO = 1, 2, 3
GOLDEN, OTHER = 10, 20


@pytest.mark.parametrize(
    ("lines", "matrix", "temperature", "owner"),
    [
        ([], GOLDEN, "hot", None),
        ([Line(1, None, "", LIN)], GOLDEN, "hot", LIN),
        ([Line(1, None, "", LIN)], None, "", LIN),
        ([Line(1, GOLDEN, "", LIN)], OTHER, "hot", None),
        ([Line(1, GOLDEN, "", LIN)], None, "", None),
        ([Line(1, None, "hot", LIN)], GOLDEN, "cold", None),
        ([Line(1, None, "hot", LIN)], None, "", None),
        ([Line(2, None, "", LIN), Line(1, GOLDEN, "hot", SAM)], GOLDEN, "hot", SAM),
        ([Line(2, None, "", LIN), Line(1, GOLDEN, "hot", SAM)], GOLDEN, "warm", LIN),
        ([Line(1, GOLDEN, "hot", SAM), Line(2, None, "hot", MO)], OTHER, "hot", MO),
    ],
)
def test_the_first_line_that_a_case_meets_decides(
    lines: list[Line], matrix: int | None, temperature: str, owner: int | None
) -> None:
    line = choose(lines, matrix=matrix, temperature=temperature)
    assert (line.owner if line else None) == owner


@pytest.mark.parametrize(
    ("earlier", "later", "covers"),
    [
        (Line(1, None, "", LIN), Line(2, GOLDEN, "hot", SAM), True),
        (Line(1, GOLDEN, "", LIN), Line(2, GOLDEN, "hot", SAM), True),
        (Line(1, GOLDEN, "hot", LIN), Line(2, GOLDEN, "hot", SAM), True),
        (Line(1, GOLDEN, "hot", LIN), Line(2, GOLDEN, "", SAM), False),
        (Line(1, GOLDEN, "hot", LIN), Line(2, None, "hot", SAM), False),
        (Line(3, None, "", LIN), Line(2, GOLDEN, "hot", SAM), False),
    ],
)
def test_a_line_that_could_never_decide_is_known(earlier: Line, later: Line, covers: bool) -> None:
    assert covering([earlier], later) == (earlier if covers else None)


@pytest.fixture
def lin(db: None) -> User:
    return User.objects.create_user("lin", is_staff=True)


def rule(position: int, owner: User, temperature: str = "", slug: str = "") -> AssignmentRule:
    matrix = DecisionMatrix.objects.get(slug=slug) if slug else None
    return AssignmentRule.objects.create(
        position=position, owner=owner, temperature=temperature, matrix=matrix
    )


def timeline(case: Case) -> list[str]:
    return list(case.activities.order_by("pk").values_list("text", flat=True))


def test_a_new_lead_gets_its_owner_and_the_timeline_says_by_which_rule(lin: User) -> None:
    rule(1, lin, "hot")
    rule(2, sam(), "warm")
    case = enquire(budget="unsaid")
    assert str(case.lead.owner) == "sam"
    assert timeline(case) == [
        f"Case {case.reference} opened",
        "sam is the owner, by assignment rule 2",
    ]


def test_the_matrix_of_the_case_counts(lin: User) -> None:
    enquire(contact={"email": "first@client.example"})
    enquire(contact={"email": "second@client.example"}, slug="other")
    rule(1, lin, slug="other")
    golden = enquire(contact={"email": "third@client.example"})
    other = enquire(contact={"email": "fourth@client.example"}, slug="other")
    assert (golden.lead.owner, other.lead.owner) == (None, lin)


def test_a_call_without_an_intake_meets_only_rules_for_any(lin: User) -> None:
    rule(1, sam(), "warm")
    rule(2, lin)
    assert open_case_for_ada().lead.owner == lin


def test_a_known_lead_keeps_its_owner(lin: User) -> None:
    rule(1, lin)
    first = open_case_for_ada()
    Lead.objects.update(owner=sam())
    case = enquire()
    assert case.lead == first.lead
    assert str(case.lead.owner) == "sam"
    assert timeline(case) == [f"Case {case.reference} opened"]


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_a_known_lead_of_who_has_left_gets_another_owner_with_its_next_case(
    lin: User, change: dict[str, bool]
) -> None:
    rule(1, lin)
    rule(2, sam())
    first = open_case_for_ada()
    User.objects.filter(pk=lin.pk).update(**change)
    case = enquire()
    assert (case.lead, str(case.lead.owner)) == (first.lead, "sam")
    assert timeline(case)[1:] == ["sam is the owner, by assignment rule 2"]
    Lead.objects.update(owner=lin)
    AssignmentRule.objects.all().delete()
    assert enquire().lead.owner == lin  # Better than nobody: staff see whose it was.


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_who_has_left_is_passed_over(lin: User, change: dict[str, bool]) -> None:
    rule(1, lin)
    rule(2, sam())
    User.objects.filter(pk=lin.pk).update(**change)
    assert str(enquire().lead.owner) == "sam"


def test_without_a_rule_nobody_owns_it(db: None) -> None:
    assert enquire().lead.owner is None
