"""On a device that others use: the browser forgets, and nothing shows any more."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from consult.intake import resume_views
from consult.intake.models import Holder, Intake
from tests.intake.visit import START, STEPS, Visit
from tests.people import sam


def forget(ada: Visit) -> str:
    """Press the button, and read the page that follows."""
    answer = ada.client.post("/forget/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/forget/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    return ada.client.get("/forget/").text


def shown(ada: Visit, receipt: str) -> list[tuple[int, str]]:
    """What the browser gets at every address that it had been at."""
    pages = [*(START + step + "/" for step in (*STEPS, "check", "later")), receipt, START]
    answers = [ada.client.get(page) for page in pages]
    return [(answer.status_code, answer.headers.get("Location", "")) for answer in answers]


LOST = (303, START + "?lost=1")
NOTHING = [*[LOST] * (len(STEPS) + 2), (404, ""), (200, "")]


def test_nothing_of_a_draft_shows_any_more(ada: Visit) -> None:
    ada.reach("check")
    receipt = f"/case/receipt/{ada.intake().submission_id}/"
    assert "This browser holds nothing of yours" in forget(ada)
    assert shown(ada, receipt) == NOTHING
    assert "You have begun already" not in ada.client.get(START).text
    assert (Holder.objects.count(), Session.objects.count()) == (0, 0)
    assert Intake.objects.count() == 1


def test_nothing_of_a_submitted_enquiry_shows_any_more(ada: Visit) -> None:
    ada.reach("check")
    receipt = ada.submit()
    assert 'action="/forget/"' in ada.client.get(receipt).text
    forget(ada)
    assert shown(ada, receipt) == NOTHING


def test_another_browser_keeps_what_it_holds(ada: Visit, client: Client) -> None:
    ada.reach("brief")
    bob = Visit(Client())
    bob.reach("brief")
    forget(ada)
    assert (bob.get("brief").status_code, ada.get("brief").status_code) == (200, 303)


def test_the_page_does_not_say_so_before_it_is_true(ada: Visit) -> None:
    ada.reach("brief")
    page = ada.client.get("/forget/").text
    assert ("Nothing of you" in page, 'action="/forget/"' in page) == (False, True)
    assert ada.get("brief").status_code == 200


def test_staff_are_signed_out_as_well(db: None, client: Client) -> None:
    client.force_login(sam())
    client.post("/forget/")
    assert client.get("/admin/").status_code == 302


def test_a_key_that_was_kept_would_show_all_again(
    ada: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.reach("check")
    monkeypatch.setattr(resume_views, "forget_here", lambda request: None)
    receipt = f"/case/receipt/{ada.intake().submission_id}/"
    ada.client.post("/forget/")
    assert shown(ada, receipt) != NOTHING


def test_no_page_with_something_of_a_visitor_is_put_by(ada: Visit) -> None:
    """Neither by the browser for Back, nor by htmx."""
    ada.reach("check")
    pages = [ada.client.get(f"{START}{step}/") for step in (*STEPS, "check", "later")]
    receipt = ada.client.get(ada.submit())
    match = re.search(r'href="(/case/[^/"]+~[^/"]+/)"', receipt.text)
    assert match
    case = ada.client.get(match[1])
    for page in [*pages, receipt, case]:
        found = (page.status_code, page.headers["Cache-Control"])
        assert found == (200, "private, no-store"), page.request["PATH_INFO"]
        assert 'data-hx-history="false"' in page.text, page.request["PATH_INFO"]
