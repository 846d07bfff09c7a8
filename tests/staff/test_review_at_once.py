"""Two of the staff decide on one case at the same moment. The last test proves the other."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import QuerySet

from consult.leads.models import Case
from consult.leads.review import AlreadyReviewed, clear, mark_spam
from tests import people
from tests.leads.enquiries import flagged
from tests.locks import wait_until_blocked
from tests.people import NOW
from tests.staff.reviews import standing


def twice_at_once(case: Case, wait: Callable[[], None]) -> list[str]:
    """Sam clears a case, and Lin calls it spam before that is committed."""
    people.sam()
    lin, written = User.objects.create_user("lin", is_staff=True), Event()

    @transaction.atomic
    def first() -> None:
        sam = User.objects.get(username="sam")
        clear(case=case, seen="waiting", by=sam, now=NOW)
        written.set()
        wait()

    def second() -> None:
        written.wait(20)
        mark_spam(case=case, seen="waiting", by=lin, now=NOW)

    def run(act: Callable[[], Any]) -> str:
        try:
            act()
        except AlreadyReviewed:
            return "too late"
        finally:
            connection.close()
        return "decided"

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, (first, second)))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_the_second_is_too_late() -> None:
    with transaction.atomic():
        case = flagged()
    assert twice_at_once(case, wait_until_blocked) == ["decided", "too late"]
    assert standing(case) == ("cleared", "new")
    assert case.messages.filter(kind="case-confirmation").get().state == "queued"


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic():
        case = flagged()
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **kwargs: rows)
    assert twice_at_once(case, wait_until_blocked) == ["decided", "decided"]
