from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from consult.leads.models import Case
from consult.quotes import services
from consult.quotes.models import QuoteVersion
from tests.people import NOW
from tests.quotes.offers import drafted, sent

TERMS = [
    "title = 'Cheaper'",
    "introduction = 'Hello'",
    "currency = 'USD'",
    "valid_until = valid_until + 1",
    "number = 9",
    "sent_at = now()",
    "status = 'draft'",
    "quote_id = (SELECT max(id) FROM quotes_quote)",
]
LINES = [
    "UPDATE quotes_lineitem SET unit_price = 1 WHERE version_id = {pk}",
    "DELETE FROM quotes_lineitem WHERE version_id = {pk}",
    "INSERT INTO quotes_lineitem (version_id, position, description, quantity, unit_price,"
    " tax_percent) VALUES ({pk}, 3, 'More', 1, 1, 19)",
    "UPDATE quotes_lineitem SET version_id = {other} WHERE version_id = {pk}",
    "UPDATE quotes_lineitem SET version_id = {pk} WHERE version_id = {other}",
]

Run = Callable[[str], int]


@pytest.fixture
def version(case: Case) -> QuoteVersion:
    return sent(case)


@pytest.fixture
def run(case: Case, version: QuoteVersion) -> Run:
    """Runs a statement as anybody with a database client would; gives the number of rows."""
    other = drafted(case)
    other.number = 2
    other.save()

    def execute(statement: str) -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(pk=version.pk, other=other.pk))
            return int(cursor.rowcount)

    return execute


@pytest.mark.parametrize("change", TERMS)
def test_the_terms_of_a_sent_version_cannot_be_changed(run: Run, change: str) -> None:
    statement = f"UPDATE quotes_quoteversion SET {change} WHERE id = {{pk}}"
    with pytest.raises(IntegrityError, match="frozen"):
        run(statement)
    run("DROP TRIGGER quotes_freeze_version ON quotes_quoteversion")
    assert run(statement) == 1


@pytest.mark.parametrize("statement", LINES)
def test_the_lines_of_a_sent_version_cannot_be_changed(run: Run, statement: str) -> None:
    with pytest.raises(IntegrityError, match="frozen"):
        run(statement)
    run("DROP TRIGGER quotes_freeze_line ON quotes_lineitem")
    assert run(statement) in (1, 2)


def test_a_sent_version_cannot_be_deleted(run: Run, version: QuoteVersion) -> None:
    with pytest.raises(IntegrityError, match="frozen"):
        run("DELETE FROM quotes_quoteversion WHERE id = {pk}")


def test_a_superseded_version_stays_frozen(run: Run, version: QuoteVersion) -> None:
    services.send(version=services.revise(version=version, now=NOW), now=NOW)
    with pytest.raises(IntegrityError, match="frozen"):
        run("UPDATE quotes_quoteversion SET title = 'Cheaper' WHERE id = {pk}")


def test_its_status_moves_on(run: Run) -> None:
    assert run("UPDATE quotes_quoteversion SET status = 'viewed' WHERE id = {pk}") == 1


def test_a_draft_is_free(run: Run) -> None:
    assert run("UPDATE quotes_quoteversion SET title = 'Cheaper' WHERE id = {other}") == 1
    assert run("UPDATE quotes_lineitem SET unit_price = 1 WHERE version_id = {other}") == 2
    assert run("DELETE FROM quotes_lineitem WHERE version_id = {other}") == 2
    assert run("DELETE FROM quotes_quoteversion WHERE id = {other}") == 1
