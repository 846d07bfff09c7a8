"""What Ada types and does not send is kept, shown again, and never put over what was sent."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consult.intake import half_written
from consult.intake.models import HalfWritten, Intake
from tests.intake.visit import BRIEF, PLANS, SAVED, Visit
from tests.locks import wait_until_blocked
from tests.people import NOW, fill_in, hand_in

RESTORED = "Restored: what you had entered here was kept, but not sent yet."
TYPED = {"what": "A freight exch", "notes": "Half a sent"}


def keep(ada: Visit, data: dict[str, str], step: str = "brief", seen: int | None = None) -> int:
    sent = {"page-token": ada.token(step, seen), **data}
    return int(ada.client.post(f"/intake/golden/{step}/half-written/", sent).status_code)


def kept() -> list[tuple[str, Any]]:
    return list(HalfWritten.objects.order_by("key").values_list("key", "data"))


def shown(ada: Visit, step: str = "brief") -> tuple[dict[str, Any], bool]:
    page = ada.get(step)
    return dict(page.context["form"].initial), RESTORED in page.text


def test_what_is_typed_is_kept_and_shown_again(ada: Visit) -> None:
    ada.reach("brief")
    assert keep(ada, TYPED) == 204
    assert shown(ada) == (TYPED, True)
    assert keep(ada, {**TYPED, "what": "A freight exchange"}) == 204
    assert shown(ada) == ({**TYPED, "what": "A freight exchange"}, True)
    assert ada.intake().steps.filter(key="brief").count() == 0


def test_once_it_is_sent_it_is_no_longer_half_written(ada: Visit) -> None:
    ada.reach("brief")
    keep(ada, TYPED)
    ada.fill("brief")
    assert shown(ada) == (SAVED["brief"], False)
    # And what is typed after that counts again, over what was sent.
    assert keep(ada, {"what": ""}) == 204
    assert shown(ada) == ({**SAVED["brief"], "what": ""}, True)


def test_a_tab_that_has_not_seen_what_was_sent_keeps_nothing(ada: Visit) -> None:
    ada.reach("brief")
    before = ada.intake().revision
    ada.fill("brief")
    assert (keep(ada, TYPED, seen=before), kept()) == (409, [])
    assert shown(ada) == (SAVED["brief"], False)


def test_of_two_tabs_the_later_one_wins(ada: Visit) -> None:
    ada.reach("brief")
    first = ada.intake().revision
    keep(ada, {"what": "Of the first tab"})
    fill_in(ada.intake(), {"q-time": {"options": []}})
    keep(ada, {"what": "Of the second tab"})
    assert keep(ada, {"what": "Of the first tab again"}, seen=first) == 204
    assert shown(ada) == ({"what": "Of the first tab again"}, True)


def test_what_was_refused_is_kept_with_its_choices(ada: Visit) -> None:
    ada.reach("plans")
    wrong = {**PLANS, "traffic": "none of these", "budget": ""}
    response = ada.post("plans", wrong)
    assert (response.status_code, response.headers["HX-Push-Url"]) == (422, "false")
    left = {"users": "many", "timeline": "quarter"}
    assert (kept(), shown(ada, "plans")) == ([("plans", left)], (left, True))


def test_of_a_damaged_page_nothing_is_kept(ada: Visit) -> None:
    ada.reach("brief")
    data = {**TYPED, "page-token": ada.token("plans")}
    assert ada.client.post("/intake/golden/brief/half-written/", data).status_code == 400
    assert ada.client.post("/intake/golden/brief/", data).status_code == 422
    assert kept() == []


def test_nobody_writes_into_an_intake_of_another_browser(ada: Visit) -> None:
    ada.reach("brief")
    data = {"page-token": ada.token("brief"), **TYPED}
    stranger = Client()
    assert stranger.post("/intake/golden/brief/half-written/", data).status_code == 409
    assert kept() == []


def test_only_the_questions_of_that_page_are_kept_and_no_more_than_they_may_hold(
    ada: Visit,
) -> None:
    ada.reach("brief")
    sent = {
        "what": "x" * 3000,
        "notes": "a\x00b\x1bc\r\nd",
        "today": "e",
        "stage": "lost",
        "no": "f",
    }
    assert keep(ada, sent) == 204
    assert kept() == [("brief", {"what": "x" * 2000, "notes": "abc\nd"})]


@pytest.mark.parametrize(
    ("step", "data"),
    [
        ("brief", {}),
        ("brief", {"today": "x"}),
        ("contact", {"name": "Ada"}),
        ("q-team", {"team": "x"}),
    ],
)
def test_a_page_has_nothing_else_to_keep(ada: Visit, step: str, data: dict[str, str]) -> None:
    ada.reach("brief")
    assert (keep(ada, data, step), kept()) == (400, [])


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe\x00", b"page-token=\xed\xa0\x80&what=%00", b"&" * 400]
)
def test_garbage_is_refused(ada: Visit, body: bytes) -> None:
    ada.reach("brief")
    kind = "application/x-www-form-urlencoded"
    path = "/intake/golden/brief/half-written/"
    assert ada.client.post(path, body, content_type=kind).status_code == 400
    assert ada.client.get(path).status_code == 405


def test_after_the_submission_nothing_half_written_is_left(ada: Visit) -> None:
    ada.reach("check")
    keep(ada, TYPED)
    assert kept() == [("brief", TYPED)]
    hand_in(ada.intake())
    assert (keep(ada, TYPED), kept()) == (409, [])


def test_a_page_is_not_saved_any_slower(ada: Visit) -> None:
    """BEGIN and COMMIT go beside these."""
    ada.reach("brief")
    keep(ada, TYPED)
    with CaptureQueriesContext(connection) as made:
        assert ada.post("brief", BRIEF).status_code == 303
    assert [query["sql"] for query in made if "halfwritten" in query["sql"]] == []
    with CaptureQueriesContext(connection) as made:
        ada.get("brief")
    assert len([query["sql"] for query in made if "halfwritten" in query["sql"]]) == 1


def half_written_during_the_submission(intake: Intake) -> None:
    """Ada submits in one tab, and another keeps what she has typed before that is committed."""
    answer: list[bool] = []

    def other_tab() -> None:
        values: dict[str, Any] = {"answers": TYPED, "based_on": intake.revision, "now": NOW}
        answer.append(half_written.keep(intake=intake, page="brief", **values))
        connections.close_all()

    thread = threading.Thread(target=other_tab)
    with transaction.atomic():
        hand_in(intake)
        thread.start()
        wait_until_blocked(ended=lambda: not thread.is_alive())
        assert thread.is_alive()
    thread.join()
    assert answer == [False]


@pytest.mark.django_db(transaction=True)
def test_a_submission_under_way_is_waited_for(ada: Visit) -> None:
    ada.reach("check")
    intake = ada.intake()
    intake.refresh_from_db()
    half_written_during_the_submission(intake)
    assert kept() == []


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_a_text_is_left_behind(
    ada: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    statement = half_written._KEEP.replace("FOR KEY SHARE OF own", "")
    monkeypatch.setattr(half_written, "_KEEP", statement)
    ada.reach("check")
    intake = ada.intake()
    intake.refresh_from_db()
    with pytest.raises(AssertionError):
        half_written_during_the_submission(intake)
    assert kept() == [("brief", TYPED)]


def test_without_the_guard_what_was_sent_is_covered(
    ada: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading does not show it even then: it looks at the revision once more."""
    statement = half_written._KEEP.replace(
        "sent.revision >", "sent.revision < 0 AND sent.revision >"
    )
    monkeypatch.setattr(half_written, "_KEEP", statement)
    ada.reach("brief")
    before = ada.intake().revision
    ada.fill("brief")
    assert keep(ada, TYPED, seen=before) == 204
    assert shown(ada) == (SAVED["brief"], False)
