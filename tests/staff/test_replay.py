"""A new version of the matrix was published: Sam sees whose verdict it changes."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from advisor.core.model import Answers
from advisor.core.result import Verdict, written
from advisor.models import MatrixVersion
from consult.followups.models import Message
from consult.intake.services import start
from consult.intake.source import Source
from consult.leads.models import Advice, Case, Lead
from consult.leads.services import reissue
from consult.staff import replay, views
from consult.staff.replay import change
from tests.leads.revisions import LATER, golden, published, turned, without
from tests.people import (
    NOW,
    ada_contact,
    fill_in,
    hand_in,
    open_case_for_ada,
    submitted_case_of_ada,
)
from tests.staff.admin_form import words
from tests.staff.conftest import BRIEF

pytestmark = pytest.mark.django_db

FASTAPI = "FastAPI is the clear choice: whatever the open answers are, it leads Node.js"
NODEJS = "Node.js is the clear choice: whatever the open answers are, it leads FastAPI"


def path_of(version: MatrixVersion) -> str:
    return f"/admin/replay/{version.pk}/"


def case_of(name: str, slug: str = "golden", **chosen: tuple[str, ...]) -> Case:
    """A case on the golden matrix, of somebody who answered just this."""
    version = published(golden(slug=slug), NOW)
    intake = start(version=version, answers=Answers(answers=chosen), source=Source(), now=NOW)
    contact = ada_contact(name=name, email=f"{name.split()[0].lower()}@client.example")
    fill_in(intake, {**BRIEF, "contact": contact.model_dump(mode="json")})
    hand_in(intake)
    return Case.objects.get(intake=intake)


def verdict(**changes: Any) -> Verdict:
    values: dict[str, Any] = {"kind": "clear", "winner": "a", "runner_up": "b"}
    margins = {"margin": Fraction(70, 3), "margin_low": Fraction(61, 3), "margin_high": 25}
    return Verdict(**(values | margins | changes))


BEFORE = {"verdict": written(verdict()), "explanation": ["…"]}


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (verdict(), "nothing"),
        (verdict(margin_low=Fraction(61, 4)), "margin"),
        (verdict(margin_high=26), "margin"),
        (verdict(runner_up="c"), "margin"),
        (verdict(winner="b", runner_up="a"), "verdict"),
        (verdict(kind="lean"), "verdict"),
        (Verdict("neither", None, None, None, None, None), "verdict"),
        (verdict(runner_up=None, margin=None, margin_low=None, margin_high=None), "margin"),
    ],
)
def test_another_winner_or_kind_is_another_verdict(now: Verdict, expected: str) -> None:
    assert change(BEFORE, now) == expected


def test_none_that_fits_is_none_that_fits() -> None:
    neither = Verdict("neither", None, None, None, None, None)
    assert change({"verdict": written(neither)}, neither) == "nothing"


def test_what_was_told_stands_beside_what_would_be_told_now(desk: Client) -> None:
    case, version = submitted_case_of_ada(), published(turned(golden()))
    response = desk.get(path_of(version))
    page = words(response)
    for said in [
        "Replay of version 2",
        "1 verdict changes of 1 open case.",
        f"Ada Okafor Case {case.reference} New",
        f"Then version 1, told on 23 November 2026 · what changed Clear {FASTAPI}",
        f"Now version 2 Clear {NODEJS}",
        "FastAPI 89 to 98 Node.js 34 to 43",
        "FastAPI 34 to 43 Node.js 89 to 98",
    ]:
        assert said in page
    assert "could be carried over" not in page
    assert f'name="case" value="{case.pk}"' in response.text
    assert f'href="/admin/leads/lead/{case.lead_id}/change/"' in response.text
    matrix = f"/admin/advisor/decisionmatrix/{version.matrix_id}"
    assert f'href="{matrix}/diff/?from=1&amp;to=2"' in response.text
    assert desk.get(f"{matrix}/diff/?from=1&to=2").status_code == 200


def test_those_that_change_come_first_and_the_rest_is_counted(desk: Client) -> None:
    case_of("Ada Okafor", workload=("ml",), team=("python",))
    case_of("Bo Lund", integrity=("plain",))
    case_of("Cleo Marchetti", time=("weeks",), integrity=("plain",))
    document = golden(clear=60)  # Ada's lead of 48 is not clear any more.
    document["criteria"][2]["options"][0]["cells"]["nodejs"]["anchor"] = 2
    page = words(desk.get(path_of(published(document))))
    assert "1 verdict changes of 3 open cases." in page
    assert "2 verdicts stay, 2 by another margin" in page
    places = ["Ada Okafor", "Now version 2", "2 verdicts stay", "Cleo Marchetti", "Bo Lund"]
    assert sorted(places, key=page.index) == places


def test_answers_that_found_no_place_are_named(desk: Client) -> None:
    submitted_case_of_ada()
    version = published(without(turned(golden()), "team", "python"))
    sentence = "Team expertise no longer has this answer. Left out: “Mostly Python”."
    page = words(desk.get(path_of(version)))
    assert f"Not all answers could be carried over: {sentence}" in page


def test_the_last_advice_is_what_counts_not_the_first_verdict(desk: Client) -> None:
    case, second = submitted_case_of_ada(), published(turned(golden()))
    assert reissue(case=case, version=second, by=None, now=LATER)
    third = published(golden(), LATER + timedelta(days=1))
    page = words(desk.get(path_of(third)))
    assert "Then version 2, told on 2 December 2026" in page
    assert "Now version 3" in page
    assert page.index(NODEJS) < page.index(FASTAPI)


def test_who_has_the_advice_already_is_only_counted(desk: Client) -> None:
    case, version = submitted_case_of_ada(), published(turned(golden()))
    assert reissue(case=case, version=version, by=None, now=LATER)
    page = words(desk.get(path_of(version)))
    assert "No open lead waits for the advice of this version." in page
    assert "1 open case has the advice of this version already." in page


@pytest.mark.parametrize("stage", ["won", "lost"])
def test_closed_leads_are_left_alone(desk: Client, stage: str) -> None:
    submitted_case_of_ada()
    Lead.objects.update(stage=stage)
    page = words(desk.get(path_of(published(turned(golden())))))
    assert "No open lead was advised by an earlier version of this matrix" in page


def test_calls_without_an_intake_and_other_matrices_do_not_count(desk: Client) -> None:
    open_case_for_ada()
    submitted_case_of_ada()
    published(golden(slug="other"))
    page = words(desk.get(path_of(published(turned(golden(slug="other"))))))
    assert "No open lead was advised by an earlier version of this matrix" in page


def test_a_revision_that_changes_no_verdict_says_so(desk: Client) -> None:
    submitted_case_of_ada()
    page = words(desk.get(path_of(published(golden(title="By another name")))))
    assert "One open case was compared: its verdict stays." in page
    assert "Re-issue" not in page


def test_a_version_that_was_replaced_leads_to_the_newest(desk: Client) -> None:
    submitted_case_of_ada()
    second, third = published(turned(golden())), published(golden(floor=1))
    response = desk.get(path_of(second))
    assert "Version 3 has been published since" in words(response)
    assert f'href="{path_of(third)}"' in response.text
    assert "Re-issue" not in words(response)


def test_what_clients_named_things_is_shown_and_not_obeyed(desk: Client) -> None:
    submitted_case_of_ada()
    Lead.objects.update(name="<script>alert(1)</script>")
    page = desk.get(path_of(published(turned(golden())))).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_all_can_be_selected_at_once(desk: Client) -> None:
    submitted_case_of_ada()
    path = path_of(published(turned(golden())))
    assert " checked>" not in desk.get(path).text
    assert 'href="?p=1&amp;select=all"' in desk.get(path).text
    assert desk.get(f"{path}?p=1&select=all").text.count(" checked>") == 1


def queries(desk: Client, slug: str, cases: int) -> int:
    """How many it takes to show so many cases, all of which were advised once since."""
    opened = [
        case_of(f"Ada{n} Okafor", slug, workload=("ml",), team=("python",)) for n in range(cases)
    ]
    second = published(turned(golden(slug=slug)))
    for case in opened:
        assert reissue(case=case, version=second, by=User.objects.get(), now=LATER)
    third = published(golden(slug=slug, floor=1))
    with CaptureQueriesContext(connection) as captured:
        page = words(desk.get(path_of(third)))
    assert f"of {cases} open case" in page
    return len(captured)


def test_more_cases_cost_no_more_queries(desk: Client) -> None:
    assert queries(desk, "one", 1) == queries(desk, "many", 7) <= 16


def test_many_cases_come_page_by_page(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ["Ada Okafor", "Bo Lund", "Cleo Marchetti"]:
        case_of(name, workload=("ml",), team=("python",))
    path = path_of(published(turned(golden())))
    monkeypatch.setattr(views, "PAGE", 2)
    first, second = words(desk.get(path)), words(desk.get(f"{path}?p=2"))
    assert "3 verdicts change of 3 open cases." in first
    assert [name in first for name in ("Cleo", "Bo Lund", "Ada Okafor")] == [True, True, False]
    assert [name in second for name in ("Cleo", "Bo Lund", "Ada Okafor")] == [False, False, True]


def test_no_more_than_so_many_are_compared_at_once(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ["Ada Okafor", "Bo Lund", "Cleo Marchetti"]:
        case_of(name, workload=("ml",), team=("python",))
    path = path_of(published(turned(golden())))
    monkeypatch.setattr(replay, "MOST_CASES", 2)
    monkeypatch.setattr(views, "MOST_CASES", 2)
    first = desk.get(path)
    assert "2 verdicts change of 2 open cases. No more than 2 cases are compared" in words(first)
    oldest = Case.objects.get(name="Bo Lund")
    assert f'href="?before={oldest.pk}"' in first.text
    older = desk.get(f"{path}?before={oldest.pk}")
    assert "1 verdict changes of 1 open case." in words(older)
    assert "Compare older cases" not in words(older)
    assert f'href="?before={oldest.pk}&amp;p=1&amp;select=all"' in older.text


@pytest.mark.parametrize(
    "query", ["p=x", "p=-1", "p=99", "before=x", "before=-1", "before=" + "9" * 40, "select=%F0"]
)
def test_an_odd_address_is_no_crash(desk: Client, query: str) -> None:
    submitted_case_of_ada()
    assert desk.get(f"{path_of(published(turned(golden())))}?{query}").status_code == 200


@pytest.mark.parametrize("pk", ["0", "9" * 40, "x"])
def test_a_version_that_is_none_is_not_found(desk: Client, pk: str) -> None:
    assert desk.get(f"/admin/replay/{pk}/").status_code == 404


def test_who_may_see_leads_may_look_and_no_more(client: Client) -> None:
    submitted_case_of_ada()
    path = path_of(published(turned(golden())))
    assert client.get(path).headers["Location"].startswith("/admin/login/")
    eve = User.objects.create_user("eve", is_staff=True)
    client.force_login(eve)
    assert client.get(path).status_code == 403
    eve.user_permissions.add(Permission.objects.get(codename="view_lead"))
    page = client.get(path)
    assert NODEJS in words(page)
    assert "Re-issue" not in words(page)
    assert 'type="checkbox"' not in page.text


def test_looking_changes_nothing(desk: Client) -> None:
    submitted_case_of_ada()
    path = path_of(published(turned(golden())))
    assert desk.post(path).status_code == 405
    desk.get(path)
    assert not Advice.objects.exists()
    assert not Message.objects.filter(kind="advice").exists()
