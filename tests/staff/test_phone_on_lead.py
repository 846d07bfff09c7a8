"""How staff reach a lead: by the number, or in the conversation that the lead prefers."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from consult.leads.models import Case
from tests.people import open_case_for_ada


def page_of(desk: Client, case: Case) -> str:
    return unescape(desk.get(f"/admin/leads/lead/{case.lead_id}/change/").text)


@pytest.mark.django_db
def test_whoever_prefers_whatsapp_is_written_to_there(desk: Client) -> None:
    case = open_case_for_ada(phone="+49305550100", preferred_channel="whatsapp")
    text = f"Hello%20Ada%20Okafor%2C%20you%20have%20sent%20us%20your%20case%20{case.reference}."
    page = page_of(desk, case)
    assert f'href="https://wa.me/49305550100?text={text}"' in page
    assert '<a href="tel:+49305550100">+49 30 5550100</a>' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("phone", "channel"), [("+49305550100", "phone"), ("+49305550100", "email"), ("", "whatsapp")]
)
def test_nobody_else_is(desk: Client, phone: str, channel: str) -> None:
    page = page_of(desk, open_case_for_ada(phone=phone, preferred_channel=channel))
    assert "wa.me" not in page
    assert ("tel:" in page) == bool(phone)
