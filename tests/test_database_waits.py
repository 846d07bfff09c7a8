"""Nobody waits for long for what somebody else has locked and does not let go of."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import PIPE, run
from threading import Event, Thread
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test import Client

from consult import links
from consult.leads.models import Activity, Case, Lead
from tests.people import open_case_for_ada


@pytest.mark.django_db
def test_the_database_ends_what_nobody_goes_on_with() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('idle_in_transaction_session_timeout'),"
            " current_setting('lock_timeout')"
        )
        assert cursor.fetchone() == ("1min", "10s")


def waits(**asked: str) -> str:
    """The options that settings make of a DATABASE_URL with this query."""
    url = f"postgresql://consult@db.example/consult?{urlencode(asked)}"
    code = (
        "from consult import settings; print(settings.DATABASES['default']['OPTIONS']['options'])"
    )
    made = run([sys.executable, "-c", code], env={**os.environ, "DATABASE_URL": url}, stdout=PIPE)
    return made.stdout.decode().strip()


def test_a_database_url_with_options_of_its_own_keeps_these_and_has_the_last_word() -> None:
    ours = "-c idle_in_transaction_session_timeout=60s -c lock_timeout=10s"
    own = "-c search_path=consult -c lock_timeout=2s"
    assert (waits(), waits(options=own)) == (ours, f"{ours} {own}")


@contextmanager
def somebody_else_holds(case: Case) -> Iterator[None]:
    """The lead of *case* is locked until the end of the block."""
    locked, done = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                Lead.objects.select_for_update().get(pk=case.lead_id)
                locked.set()
                done.wait(30)
        finally:
            connection.close()

    holder = Thread(target=hold)
    holder.start()
    try:
        assert locked.wait(30)
        yield
    finally:
        done.set()
        holder.join()


@pytest.mark.django_db(transaction=True)
def test_who_has_waited_long_enough_is_told_to_try_again_and_then_gets_through() -> None:
    with transaction.atomic():
        case = open_case_for_ada()
    client = Client(raise_request_exception=False)
    path = f"/case/{links.token('case', case)}/whatsapp/"
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")  # Ten seconds are long for a test.
    try:
        with somebody_else_holds(case):
            refused = client.post(path)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "120")
        assert client.post(path).status_code == 303
    finally:
        connection.close()
    assert Activity.objects.filter(kind=Activity.Kind.WHATSAPP).count() == 1
