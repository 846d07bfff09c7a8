"""Two workers never take the same message; without the lock they would."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from django.db import connection, transaction
from django.utils import timezone

from consult.followups import delivery
from consult.followups.delivery import BATCH, LEASE, claim, send_due
from tests.followups.letters import states, waiting
from tests.smtp import Postbox

pytestmark = pytest.mark.django_db(transaction=True)


def claimed_by_two() -> tuple[list[int], list[int]]:
    """What a worker claims, and what another does that comes before the first has committed."""
    has_claimed = Event()

    def first() -> list[int]:
        with transaction.atomic():
            taken = [message.pk for message in claim(now=timezone.now())]
            has_claimed.set()
            time.sleep(0.5)
        connection.close()
        return taken

    def second() -> list[int]:
        has_claimed.wait(10)
        with transaction.atomic():
            taken = [message.pk for message in claim(now=timezone.now())]
        connection.close()
        return taken

    with ThreadPoolExecutor(2) as threads:
        one, two = threads.submit(first), threads.submit(second)
        return one.result(), two.result()


def test_two_workers_share_what_is_due() -> None:
    ids = [message.pk for message in waiting(BATCH + 5)]
    one, two = claimed_by_two()
    assert (one, two) == (ids[:BATCH], ids[BATCH:])


def test_the_lock_is_what_keeps_them_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [message.pk for message in waiting(3)]
    without = delivery.CLAIM.replace("FOR UPDATE SKIP LOCKED", "")
    monkeypatch.setattr(delivery, "CLAIM", without)
    assert claimed_by_two() == (ids, ids)


def test_many_workers_at_once_send_each_mail_once(smtp_server: Postbox) -> None:
    waiting(60)
    workers = 4
    barrier = Barrier(workers)

    def work(number: int) -> int:
        barrier.wait(10)
        try:
            return send_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as threads:
        looked_at = list(threads.map(work, range(workers)))
    assert sum(looked_at) == 60
    assert len(smtp_server.messages) == len({m["Message-ID"] for m in smtp_server.messages}) == 60
    assert states("state", "attempts") == [("sent", 1)] * 60


def test_a_message_is_taken_over_when_its_lease_has_run_out() -> None:
    [message] = waiting()
    now = timezone.now()
    with transaction.atomic():
        assert [m.lease for m in claim(now=now)] == [1]
        assert claim(now=now + LEASE) == []
        [again] = claim(now=now + LEASE + timedelta(seconds=1))
    assert (again.pk, again.lease, again.attempts) == (message.pk, 2, 2)
