"""The page of a lead says what was advised so far, and whether the newest version disagrees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from consult.leads.models import Case, Lead
from consult.leads.services import reissue
from tests.leads.revisions import LATER, golden, published, turned, without
from tests.people import submitted_case_of_ada
from tests.staff.admin_form import words

pytestmark = pytest.mark.django_db

OTHERWISE = "By version 2 of the matrix it would be another one: Node.js is the clear choice"


@pytest.fixture
def case() -> Case:
    return submitted_case_of_ada()


def path_of(case: Case) -> str:
    return f"/admin/leads/lead/{case.lead_id}/change/"


def test_it_says_that_the_newest_version_disagrees(desk: Client, case: Case) -> None:
    assert "Compare and re-issue" not in words(desk.get(path_of(case)))
    version = published(turned(golden()))
    response = desk.get(path_of(case))
    assert OTHERWISE in words(response)
    assert f'<a href="/admin/replay/{version.pk}/">Compare and re-issue</a>' in response.text


@pytest.mark.parametrize("stage", ["won", "lost"])
def test_of_a_closed_lead_it_does_not(desk: Client, case: Case, stage: str) -> None:
    published(turned(golden()))
    Lead.objects.update(stage=stage)
    assert "Compare and re-issue" not in words(desk.get(path_of(case)))


def test_nor_where_only_points_have_moved(desk: Client, case: Case) -> None:
    published(golden(floor=1))
    assert "Compare and re-issue" not in words(desk.get(path_of(case)))


def test_it_shows_the_latest_advice_and_all_before(desk: Client, sam: User, case: Case) -> None:
    version = published(without(turned(golden()), "team", "python"))
    assert reissue(case=case, version=version, by=sam, now=LATER)
    page = words(desk.get(path_of(case)))
    for said in [
        "Matrix FastAPI or Node.js? v2",
        "Left out Team expertise no longer has this answer. Left out: “Mostly Python”.",
        "Team expertise Mostly Python",
        "2 December 2026 2 It is a close call",
        "sam 23 November 2026 1 FastAPI is the clear choice",
        "Advice · sam",
    ]:
        assert said in page
    assert "Compare and re-issue" not in page


def test_more_advice_costs_no_more_queries(
    desk: Client,
    sam: User,
    case: Case,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    def advise(number: int) -> None:
        version = published(turned(golden(floor=number)), LATER + timedelta(days=number))
        assert reissue(case=case, version=version, by=sam, now=LATER + timedelta(days=number))

    advise(1)
    with django_assert_max_num_queries(25) as first:
        desk.get(path_of(case))
    for number in (2, 3, 4):
        advise(number)
    with django_assert_num_queries(len(first.captured_queries)):
        assert words(desk.get(path_of(case))).count("Node.js is the clear choice") >= 5
