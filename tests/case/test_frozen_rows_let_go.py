"""What is frozen in the database goes with its person, and with nobody else."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from consult.case import erasure
from consult.leads.models import Advice
from tests.case.person import ada_with_everything, erase_ada
from tests.people import open_case_for_ada

pytestmark = pytest.mark.django_db


FROZEN = [
    "DELETE FROM leads_advice",
    "UPDATE leads_advice SET result = '{}'",
    "DELETE FROM quotes_lineitem",
    "UPDATE quotes_lineitem SET unit_price = 1",
    "UPDATE quotes_quoteversion SET title = 'Cheaper' WHERE status = 'superseded'",
]


def attempt(statement: str, erased: object) -> str:
    """What the database says of *statement* while that lead is erased; nothing comes of it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('consult.erased_lead', %s, true)", [str(erased)])
            cursor.execute(statement)
            transaction.set_rollback(True)
            return "let go" if cursor.rowcount else "nothing there"
    except IntegrityError as error:
        return "frozen" if "frozen" in str(error) else str(error)


@pytest.mark.parametrize("statement", FROZEN)
def test_what_is_frozen_stays_so_for_whoever_is_not_erased(statement: str) -> None:
    case = ada_with_everything()
    other = open_case_for_ada(email="bob@client.example").lead_id
    assert [attempt(statement, lead) for lead in ("", other)] == ["frozen", "frozen"]
    erased = "let go" if statement.startswith("DELETE") else "frozen"
    assert attempt(statement, case.lead_id) == erased


def test_a_sent_version_is_let_go_for_its_lead_alone() -> None:
    case = ada_with_everything()
    statement = "DELETE FROM quotes_quoteversion"
    assert attempt(statement, "") == "frozen"
    lines_first = f"DELETE FROM quotes_lineitem; {statement}"
    assert attempt(lines_first, case.lead_id) == "let go"


def test_the_erasure_closes_the_door_behind_it() -> None:
    case = ada_with_everything()
    erase_ada()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('consult.erased_lead', true)")
        assert cursor.fetchone() == ("",)
    assert case.pk


def test_without_the_door_nothing_is_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    ada_with_everything()
    monkeypatch.setattr(erasure, "_set_erased_lead", lambda value: None)
    with pytest.raises(IntegrityError, match="frozen"):
        erase_ada()
    assert Advice.objects.exists()
