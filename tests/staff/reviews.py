"""What Sam does with cases that were flagged, by the pages of the admin."""

from __future__ import annotations

from django.test import Client

from consult.leads.models import Case
from tests.staff.admin_form import words

QUEUE = "/admin/leads/case/"
TYPED = {"name": "Eve <b>Pill</b>", "email": "eve@spam.example", "company": "http://spam.example"}


def path_of(case: Case) -> str:
    return f"{QUEUE}{case.pk}/change/"


def decide(desk: Client, case: Case, decision: str, seen: str = "waiting") -> str:
    data = {"decision": decision, "seen": seen}
    return words(desk.post(path_of(case), data, follow=True))


def choose(desk: Client, action: str, *cases: Case, **more: str) -> str:
    data = {"action": action, "_selected_action": [case.pk for case in cases], **more}
    return words(desk.post(QUEUE, data, follow=True))


def standing(case: Case) -> tuple[str, str]:
    case.refresh_from_db()
    case.lead.refresh_from_db()
    return case.review, case.lead.stage
