"""Two answers at the same moment, over real connections: exactly one counts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event

import pytest
from django.db import IntegrityError, connection, transaction

from consult.leads.models import Activity
from consult.quotes import services
from consult.quotes.models import Acceptance, LineItem, QuoteVersion
from tests.locks import wait_until_blocked
from tests.people import NOW, open_case_for_ada
from tests.quotes.offers import drafted, sent

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 10


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Runs *actions* together, each on a connection of its own; gives results or exceptions."""
    barrier = Barrier(len(actions))

    def run(action: Callable[[], object]) -> object:
        try:
            connection.ensure_connection()
            barrier.wait()
            return action()
        except (services.Refused, IntegrityError) as reason:
            return reason
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def fresh(kind: Callable[..., QuoteVersion]) -> QuoteVersion:
    with transaction.atomic():
        return kind(open_case_for_ada())


def accept(version: QuoteVersion) -> Acceptance:
    return services.accept(version=version, name="Ada Okafor", address=None, now=NOW)


def decline(version: QuoteVersion) -> str:
    services.decline(version=version, reason="", now=NOW)
    return "declined"


def test_accepting_in_two_tabs_is_one_acceptance() -> None:
    for _ in range(ROUNDS):
        version = fresh(sent)
        first, second = at_once(*[partial(accept, version)] * 2)
        assert first == second == Acceptance.objects.get(version=version)
        accepted = Activity.objects.filter(text=f"Quote {version} accepted by Ada Okafor")
        assert accepted.count() == 1


def test_accepting_and_declining_at_once_leaves_one_answer() -> None:
    for _ in range(ROUNDS):
        version = fresh(sent)
        answers = at_once(partial(accept, version), partial(decline, version))
        assert [isinstance(answer, services.Refused) for answer in answers].count(True) == 1
        version.refresh_from_db()
        expected = "accepted" if isinstance(answers[0], Acceptance) else "declined"
        assert version.status == expected
        assert Acceptance.objects.filter(version=version).exists() == (expected == "accepted")


def test_no_line_slips_into_a_version_that_is_being_sent() -> None:
    version = fresh(drafted)
    locked = Event()

    @transaction.atomic
    def send() -> None:
        services.send(version=version, now=NOW)
        locked.set()
        wait_until_blocked()

    def add_a_line() -> LineItem:
        locked.wait(timeout=10)
        return version.lines.create(description="Late", unit_price=1)

    _sent, added = at_once(send, add_a_line)
    version.refresh_from_db()
    assert version.status == "sent"
    assert isinstance(added, IntegrityError)
    assert version.lines.count() == 2
