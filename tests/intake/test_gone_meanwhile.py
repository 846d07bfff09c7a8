"""An enquiry is deleted in the moment in which a page of it is sent: what was typed stays there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from consult.case.erasure import erase
from consult.intake.models import Intake
from consult.intake.services import run_of
from consult.leads.models import Lead
from tests.intake.visit import BRIEF, Visit
from tests.people import NOW


def deleted_at(end: str, act: Callable[[], Any]) -> Any:
    """What *act* answers where all is deleted just before a query that ends so."""
    deleted: list[bool] = []

    def wrapper(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not deleted and sql.endswith(end):
            deleted.append(True)
            for lead in Lead.objects.all():
                erase(lead=lead, zone=ZoneInfo("UTC"), now=NOW)
            Intake.objects.all().delete()
        return execute(sql, *rest)

    with connection.execute_wrapper(wrapper):
        answer = act()
    assert deleted
    return answer


REFRESHED = 'WHERE "intake_intake"."id" = %s LIMIT 21'


def test_a_check_page_that_is_outdated(ada: Visit) -> None:
    ada.reach("check")
    seen = run_of(ada.intake()).revision
    ada.post("q-team", {"team": "python"})
    answer = deleted_at(REFRESHED, lambda: ada.post("check", {}, seen=seen))
    assert (answer.status_code, "Nothing was saved" in answer.text) == (409, True)


@pytest.mark.parametrize("more", [{}, {"put-anew": "1"}])
def test_an_old_page_after_the_submission(ada: Visit, more: dict[str, str]) -> None:
    ada.reach("check")
    ada.submit()
    typed = {**BRIEF, "what": "Something else", **more}
    answer = deleted_at(REFRESHED, lambda: ada.post("brief", typed))
    assert (answer.status_code, "Something else" in answer.text) == (409, True)


def test_an_old_check_page_that_shall_count(ada: Visit) -> None:
    ada.reach("check")
    seen = run_of(ada.intake()).revision
    ada.post("q-team", {"team": "python"})
    ada.submit()
    answer = deleted_at(REFRESHED, lambda: ada.post("check", {"keep": "1"}, seen=seen))
    assert (answer.status_code, "Nothing was saved" in answer.text) == (409, True)
