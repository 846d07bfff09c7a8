"""The mail that tells Ada that her verdict was replaced, and when it must not go out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from advisor.models import MatrixVersion
from consult import links
from consult.followups import letters
from consult.followups.delivery import send_due
from consult.followups.models import Message
from consult.leads.models import Advice, Case, Lead
from consult.leads.services import reissue
from consult.leads.verdicts import advise
from tests.followups.letters import states
from tests.leads.revisions import LATER, golden, published, turned, without
from tests.people import submitted_case_of_ada
from tests.smtp import Postbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    """Ada's case, with its first mails out of the way."""
    case = submitted_case_of_ada()
    Message.objects.all().delete()
    return case


@pytest.fixture
def version(case: Case) -> MatrixVersion:
    return published(turned(golden()))


def issue(case: Case, version: MatrixVersion) -> Advice:
    advice = reissue(case=case, version=version, by=None, now=LATER)
    assert advice
    return advice


def test_issuing_advice_queues_one_mail_to_the_visitor(case: Case, version: MatrixVersion) -> None:
    advice = issue(case, version)
    assert states("idempotency_key", "kind", "recipient", "state", "due_at", "advice_id") == [
        (
            f"case:{case.pk}:advice:v2",
            "advice",
            "ada@client.example",
            "queued",
            LATER,
            advice.pk,
        )
    ]


def test_it_says_why_it_came_what_was_said_and_what_holds_now(
    case: Case, version: MatrixVersion
) -> None:
    advice = issue(case, version)
    message = Message.objects.get()
    assert message.subject == f"A new verdict on your case {case.reference}"
    assert case.intake
    assert case.intake.result
    for text in (" ".join(message.text.split()), message.html):
        for words in (
            "Hello Ada Okafor,",
            "“FastAPI or Node.js?”, was revised: from version 1 to version 2.",
            advice.result["explanation"][0],
            case.intake.result["explanation"][0],
            "23 November 2026",
            f"{settings.SITE_URL}/case/{links.token('case', case)}/",
            f"case {case.reference} was sent to us with this address",
        ):
            assert words in text
        assert "has no place" not in text


def test_it_names_what_the_new_version_has_no_place_for(case: Case) -> None:
    issue(case, published(without(turned(golden()), "team", "python")))
    message = Message.objects.get()
    sentence = "Team expertise no longer has this answer. Left out: “Mostly Python”."
    assert f"- {sentence}" in " ".join(message.text.split())
    assert f"<li>{sentence}</li>" in message.html.replace(' style="margin: 0 0 6px;"', "")


def test_it_repeats_nothing_that_a_stranger_could_have_typed(
    case: Case, version: MatrixVersion
) -> None:
    case.name, case.company = "Win at evil.example", "evil.example"
    case.save()
    issue(case, version)
    message = Message.objects.get()
    assert "evil" not in message.subject + message.text + message.html
    assert "freight" not in message.text + message.html
    assert message.text.startswith("Hello,\n")


def test_a_second_revision_names_the_advice_that_it_replaces(
    case: Case, version: MatrixVersion
) -> None:
    second = issue(case, version)
    third = published(golden(floor=1), now=LATER + timedelta(days=1))
    reissue(case=case, version=third, by=None, now=LATER + timedelta(days=1))
    newest = Message.objects.get(idempotency_key=f"case:{case.pk}:advice:v3")
    text = " ".join(newest.text.split())
    assert "from version 2 to version 3." in text
    before = f"The verdict of 2 December 2026 (version 2), which it replaces: {headline(second)}"
    assert before in text
    assert states("idempotency_key", "state", "reason") == [
        (f"case:{case.pk}:advice:v2", "suppressed", "A newer advice was issued."),
        (f"case:{case.pk}:advice:v3", "queued", ""),
    ]


def headline(advice: Advice) -> str:
    return str(advice.result["explanation"][0])


def test_what_staff_is_shown_before_is_what_goes_out(case: Case, version: MatrixVersion) -> None:
    assert case.intake
    planned = advise(case=case, version=version, saved=case.intake.saved(), now=LATER)
    shown = letters.advice(planned, LATER)
    assert not Advice.objects.exists()
    issue(case, version)
    sent = Message.objects.get()
    assert (shown.recipient, shown.subject) == (sent.recipient, sent.subject)
    assert (shown.text, shown.html) == (sent.text, sent.html)


def send_now() -> int:
    """Whatever the calendar says, what is queued is due."""
    Message.objects.update(due_at=timezone.now())
    return send_due()


@pytest.mark.django_db(transaction=True)
def test_it_goes_out_once(case: Case, version: MatrixVersion, smtp_server: Postbox) -> None:
    issue(case, version)
    assert (send_now(), send_now(), states()) == (1, 0, [("sent",)])
    assert [mail["Subject"] for mail in smtp_server.messages] == [
        f"A new verdict on your case {case.reference}"
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("stage", ["won", "lost"])
def test_it_is_held_back_once_the_lead_is_closed(
    case: Case, version: MatrixVersion, smtp_server: Postbox, stage: str
) -> None:
    issue(case, version)
    Lead.objects.update(stage=stage)
    send_now()
    assert states("state", "reason") == [("suppressed", "The lead was closed.")]
    assert smtp_server.messages == []


@pytest.mark.django_db(transaction=True)
def test_it_is_held_back_once_a_newer_advice_was_issued(
    case: Case, version: MatrixVersion, smtp_server: Postbox
) -> None:
    issue(case, version)
    third = published(golden(floor=1))
    reissue(case=case, version=third, by=None, now=LATER)
    # As if the first had been on its way when the second was issued, and was put back since.
    Message.objects.update(state="queued", reason="")
    send_now()
    assert states("idempotency_key", "state", "reason") == [
        (f"case:{case.pk}:advice:v2", "suppressed", "A newer advice was issued."),
        (f"case:{case.pk}:advice:v3", "sent", ""),
    ]
