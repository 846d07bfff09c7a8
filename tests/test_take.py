"""A bucket of tokens: what it holds, how it fills, and that many at once get no more."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from consult import limits
from consult.limits import household, take
from consult.models import TokenBucket
from tests.locks import wait_until_blocked
from tests.people import NOW

ADA, BEN = "203.0.113.7", "203.0.113.8"


def ask(
    seconds: float = 0, address: str | None = ADA, scope: str = "test", per_minute: int = 6
) -> float:
    """A request so many seconds after the first: 0 if it is let through, else how long to wait."""
    now = NOW + timedelta(seconds=seconds)
    wait = take(scope, address, burst=3, per_minute=per_minute, now=now)
    return wait.total_seconds() if wait else 0


@pytest.mark.django_db
def test_a_bucket_gives_what_it_holds_and_fills_again_evenly() -> None:
    assert [ask() for _ in range(4)] == [0, 0, 0, 10]
    # Being refused costs nothing.
    assert [ask(seconds) for seconds in (4, 9.5, 10, 10, 12)] == [6, 0.5, 0, 10, 8]
    # However long nobody asks, it never holds more than three.
    assert [ask(3600) for _ in range(4)] == [0, 0, 0, 10]


@pytest.mark.django_db
def test_half_a_token_is_kept() -> None:
    assert [ask(), ask(), ask(), ask(15), ask(15), ask(20)] == [0, 0, 0, 0, 5, 0]


@pytest.mark.django_db
def test_a_clock_that_is_set_back_locks_nobody_out() -> None:
    assert [ask(3600) for _ in range(3)] == [0, 0, 0]
    assert [ask(0), ask(9), ask(10), ask(11)] == [10, 1, 0, 9]


@pytest.mark.django_db
def test_another_address_and_another_scope_have_buckets_of_their_own() -> None:
    assert [ask() for _ in range(4)] == [0, 0, 0, 10]
    assert [ask(address=BEN), ask(scope="other"), ask(address=None)] == [0, 0, 0]
    assert [ask(address=None) for _ in range(3)] == [0, 0, 10]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        # A socket for both protocols sees an IPv4 address so.
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        (None, "unknown"),
    ],
)
def test_a_64_shares_a_bucket(address: str | None, expected: str) -> None:
    assert household(address) == expected


@pytest.mark.django_db
def test_nobody_without_the_secret_can_tell_whose_a_bucket_is(settings: Settings) -> None:
    ask()
    ask(scope="other")
    settings.SECRET_KEY = "another"
    ask()
    keys = {bucket.key for bucket in TokenBucket.objects.all()}
    assert len(keys) == 3
    assert {field.name for field in TokenBucket._meta.fields} == {"key", "full_at", "granted"}


@pytest.mark.django_db
def test_full_buckets_are_taken_away_by_those_who_come_after() -> None:
    for number in range(30):
        ask(address=f"198.51.100.{number}")
    assert TokenBucket.objects.count() == 30
    ask(3600, address=ADA)
    assert TokenBucket.objects.count() == 11
    ask(3600, address=BEN)
    assert TokenBucket.objects.count() == 2


def twenty_at_once() -> int:
    """How many of twenty requests are let through that all begin before the first can end."""

    def run(number: int) -> float:
        try:
            return ask()
        finally:
            connection.close()

    ask(-3600)
    with ThreadPoolExecutor(20) as threads:
        with transaction.atomic():
            TokenBucket.objects.select_for_update().get()
            waits = [threads.submit(run, number) for number in range(20)]
            wait_until_blocked(20)
        return [wait.result() for wait in waits].count(0)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_no_more_get_through_than_the_bucket_holds() -> None:
    assert twenty_at_once() == 3


@pytest.mark.django_db(transaction=True)
def test_without_the_locked_row_more_would_get_through(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = "(SELECT seen.full_at FROM consult_tokenbucket AS seen WHERE seen.key = %(key)s)"
    monkeypatch.setattr(limits, "_TAKE", limits._TAKE.replace("bucket.full_at", seen))
    assert twenty_at_once() == 20
