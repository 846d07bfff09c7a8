"""A short soak: nothing that was acknowledged is missing, and what is missing would be found."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from psycopg.types.json import Jsonb

from soak.check import check
from soak.ledger import ACKNOWLEDGED, Ledger, Save
from soak.run import Plan, run
from tests.outside import Site

PLAN = Plan(
    seed="short", visitors=6, matrix="fastapi-vs-nodejs", pause=0.01, clicks=36, kills=(0.5, 1.5)
)


@pytest.fixture(scope="module")
def ledger(outside: Site) -> Ledger:
    return asyncio.run(run(PLAN, outside.webs))


@pytest.fixture
def database(outside: Site) -> Iterator[psycopg.Connection]:
    """What a test takes away is there again afterwards."""
    with psycopg.connect(outside.database_url) as connection:
        yield connection
        connection.rollback()


def test_a_soak_finds_everything_that_was_acknowledged(
    ledger: Ledger, database: psycopg.Connection
) -> None:
    assert check(ledger, database) == []
    # Or it would have found nothing for want of anything to look for.
    assert ledger.counts["servers killed"] >= 1
    assert ledger.counts["pages acknowledged"] >= 30
    assert len(ledger.receipts) >= PLAN.visitors // 2


def one_of(ledger: Ledger, key: str) -> Save:
    """The newest page that was acknowledged under this key."""
    saves = [s for s in ledger.saves if (s.key, s.outcome) == (key, ACKNOWLEDGED) and s.intake]
    return saves[-1]


@pytest.mark.parametrize("key", ["brief", "contact"])
def test_it_would_find_that_a_page_is_missing(
    ledger: Ledger, database: psycopg.Connection, key: str
) -> None:
    save = one_of(ledger, key)
    database.execute("DELETE FROM intake_step WHERE data @> %s", [Jsonb(save.data)])
    faults = check(ledger, database)
    assert f"visitor {save.visitor}: {key} {save.data} was acknowledged and is gone" in faults


def test_a_page_of_an_old_tab_out_of_which_something_went_is_still_a_page(
    ledger: Ledger, database: psycopg.Connection
) -> None:
    save = one_of(ledger, "plans")
    database.execute(
        "UPDATE intake_step SET dropped = %s WHERE data @> %s",
        [Jsonb({"today": "PHP"}), Jsonb(save.data)],
    )
    assert check(ledger, database) == []


def test_it_would_find_that_an_answer_to_a_question_is_missing(
    ledger: Ledger, database: psycopg.Connection
) -> None:
    [save, *_] = [s for s in ledger.saves if s.key.startswith("q-") and s.outcome == ACKNOWLEDGED]
    database.execute(
        "DELETE FROM intake_step USING intake_intake AS intake WHERE intake.id = intake_id"
        " AND submission_id = %s AND key = %s AND intake_step.revision > 1",
        [save.intake, save.key],
    )
    faults = check(ledger, database)
    assert f"visitor {save.visitor}: {save.key} {save.data} was acknowledged and is gone" in faults


def test_it_would_find_that_an_older_answer_counts(
    ledger: Ledger, database: psycopg.Connection
) -> None:
    save = one_of(ledger, "contact")
    database.execute(
        "INSERT INTO intake_step (intake_id, key, revision, based_on, data, dropped, saved_at)"
        " SELECT id, 'contact', 10000, 1, '{\"name\": \"Somebody\"}', '{}', now()"
        " FROM intake_intake WHERE submission_id = %s",
        [save.intake],
    )
    assert [fault for fault in check(ledger, database) if "shows" in fault] == [
        f"visitor {save.visitor}: contact of {save.intake} shows {{'name': 'Somebody'}},"
        f" not {save.data}"
    ]


def test_it_would_find_a_receipt_without_its_case(
    ledger: Ledger, database: psycopg.Connection
) -> None:
    intake = next(iter(ledger.receipts))
    database.execute(
        "UPDATE leads_case SET intake_id = NULL FROM intake_intake AS intake"
        " WHERE intake.id = intake_id AND submission_id = %s",
        [intake],
    )
    assert f"{intake} has 0 cases, and was submitted: True" in check(ledger, database)


def test_it_would_find_a_receipt_of_which_the_database_knows_nothing(
    ledger: Ledger, database: psycopg.Connection
) -> None:
    promised = replace(ledger, receipts={**ledger.receipts, "nowhere": {"ada@client.example"}})
    assert check(promised, database) == ["nowhere has a receipt and was not submitted"]


def test_it_would_find_that_nobody_is_written_to(
    ledger: Ledger, database: psycopg.Connection
) -> None:
    database.execute("DELETE FROM followups_message")
    faults = check(ledger, database)
    assert all(fault.endswith("and no message waits to confirm it") for fault in faults)
    assert len(faults) >= len(ledger.receipts)
