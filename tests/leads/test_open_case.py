"""A lead is known by an address that anybody can type, so it learns nothing from a new case."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from consult.leads.models import Case, Lead
from consult.leads.services import PIPELINE, advance_stage, open_case
from tests.people import NOW, ada_contact, open_case_for_ada


@pytest.mark.django_db
def test_the_same_address_in_other_letters_is_the_same_lead() -> None:
    first = open_case_for_ada()
    second = open_case_for_ada(name="Mallory", email="ADA@Client.Example", company="")
    assert second.lead == first.lead
    assert (second.lead.name, second.lead.email) == ("Ada Okafor", "ada@client.example")
    assert (second.name, second.email, second.company) == ("Mallory", "ADA@Client.Example", "")


@pytest.mark.django_db
def test_the_database_keeps_one_lead_per_address() -> None:
    Lead.objects.create(name="Ada", email="ada@client.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.create(name="Ada", email="Ada@client.example")


@pytest.mark.django_db(transaction=True)
def test_two_enquiries_at_once_are_two_cases_of_one_lead() -> None:
    def enquire(_: int) -> None:
        try:
            with transaction.atomic():
                open_case(contact=ada_contact(), source={}, intake=None, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(enquire, range(4)))
    assert (Lead.objects.count(), Case.objects.count()) == (1, 4)


@pytest.mark.django_db
@pytest.mark.parametrize("before", PIPELINE)
@pytest.mark.parametrize("wanted", PIPELINE)
def test_a_stage_only_moves_forward_by_itself(before: Lead.Stage, wanted: Lead.Stage) -> None:
    lead = open_case_for_ada().lead
    Lead.objects.update(stage=before)
    advance_stage(lead=lead, stage=wanted, now=NOW)
    lead.refresh_from_db()
    assert lead.stage == max(before, wanted, key=PIPELINE.index)
    changes = [str(a) for a in lead.activities.filter(kind="stage")]
    moved = [f"Stage changed: {before.label} → {wanted.label}"] if lead.stage != before else []
    assert changes == moved
