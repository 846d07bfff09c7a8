from __future__ import annotations

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from consult import links
from consult.followups import letters
from consult.followups.models import Message
from consult.followups.services import queue
from consult.leads.models import Case
from tests.followups.letters import states
from tests.intake.visit import Visit
from tests.people import NOW, open_case_for_ada


def submit(ada: Visit) -> Case:
    ada.reach("check")
    ada.submit()
    return Case.objects.get()


def test_submitting_queues_a_confirmation_and_a_notice(ada: Visit) -> None:
    case = submit(ada)
    assert states("kind", "recipient", "state", "case_id", "due_at", "idempotency_key") == [
        (
            "case-confirmation",
            "ada@client.example",
            "queued",
            case.pk,
            case.opened_at,
            f"case:{case.pk}:confirmation",
        ),
        (
            "staff-notice",
            settings.STAFF_EMAIL,
            "queued",
            case.pk,
            case.opened_at,
            f"case:{case.pk}:staff",
        ),
    ]


def test_the_confirmation_has_the_reference_the_verdict_and_the_links(ada: Visit) -> None:
    case = submit(ada)
    message = Message.objects.get(kind="case-confirmation")
    token = links.token("case", case)
    case_url = f"{settings.SITE_URL}/case/{token}/"
    assert message.subject == f"We have your case {case.reference}"
    assert case.intake is not None
    assert case.intake.result is not None
    verdict = case.intake.result["explanation"][0]
    for text in (" ".join(message.text.split()), message.html):
        for words in (
            case.reference,
            verdict,
            case_url,
            f"/book/?case={token}",
            "Hello Ada Okafor,",
        ):
            assert words in text
    assert "lorries" not in message.text + message.html


def test_the_notice_has_everything_that_was_said_and_the_way_to_the_admin(ada: Visit) -> None:
    case = submit(ada)
    message = Message.objects.get(kind="staff-notice")
    path = reverse("admin:leads_lead_change", args=[case.lead_id])
    assert message.subject == f"New case {case.reference} from Ada Okafor"
    why = f"{case.get_temperature_display()}. {' '.join(case.temperature_reasons)}"
    assert case.temperature_reasons
    for text in (" ".join(message.text.split()), message.html):
        for words in ("Okafor Freight", "ada@client.example", "Route planning for lorries,", path):
            assert words in text
        assert why in text


def test_a_case_whose_call_is_being_booked_needs_no_mail_of_its_own(db: None) -> None:
    open_case_for_ada()
    assert states() == []


def test_a_rolled_back_submission_leaves_no_mail(ada: Visit) -> None:
    ada.reach("check")
    with pytest.raises(RuntimeError), transaction.atomic():
        ada.submit()
        assert Message.objects.count() == 2
        raise RuntimeError
    assert states() == []


def test_the_same_message_is_queued_once(db: None) -> None:
    case = open_case_for_ada()
    queue([letters.case_confirmation(case, NOW)], NOW)
    first = Message.objects.get()
    queue([letters.case_confirmation(case, NOW)], NOW)
    assert states("pk", "message_id") == [(first.pk, first.message_id)]
