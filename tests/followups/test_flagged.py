"""What looks like spam sends nothing until staff have looked, and spam never does."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from consult.bookings.models import Booking
from consult.bookings.services import book
from consult.case.services import mail_data_link
from consult.followups import notices, rules
from consult.followups.delivery import send_batch
from consult.followups.models import Message
from consult.followups.rules import Facts, suppression
from consult.followups.services import send_again
from consult.leads.models import Case
from consult.leads.review import clear, mark_spam
from tests.case.test_case_page import hide
from tests.followups.letters import states
from tests.leads.enquiries import WHY, enquire, flagged
from tests.people import NOW, discovery_call, hold, sam

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=90)


def mails() -> list[tuple[object, ...]]:
    return states("kind", "recipient", "state", "due_at", "queued_at")


def notice(due_at: datetime, queued_at: datetime, state: str = "queued") -> tuple[object, ...]:
    return ("staff-notice", settings.STAFF_EMAIL, state, due_at, queued_at)


def test_only_staff_hear_of_a_flagged_case_and_nothing_of_what_was_typed() -> None:
    flagged(what="Buy at https://spam.example", contact={"name": "Cheap pills"})
    assert mails() == [notice(NOW, NOW)]
    message = Message.objects.get()
    assert message.subject == "Cases wait for review"
    for text in (message.text, message.html):
        assert f"{settings.SITE_URL}/admin/leads/case/" in text
        for typed in ("spam.example", "Cheap pills", "ada@"):
            assert typed not in text


def test_whoever_is_flagged_sees_the_receipt_that_everybody_sees(client: Client) -> None:
    def receipt(case: Case) -> str:
        assert case.intake
        hold(client, case.intake)
        text = client.get(f"/case/receipt/{case.intake.submission_id}/").text
        page = client.get(case.get_absolute_url()).text
        token = case.get_absolute_url().split("/")[2]
        return hide(text + page, [case.reference, token, case.email])

    plain, held = enquire(), flagged(contact={"email": "eve@spam.example"})
    assert receipt(held) == receipt(plain)
    assert "review" not in receipt(held)


def test_one_notice_an_hour_and_none_of_them_is_missed() -> None:
    """The first at once; whatever comes in the rest of the hour when the next one begins."""
    for minutes in (0, 10, 20, 59, 61):
        flagged(now=NOW + timedelta(minutes=minutes))
    nine, ten = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    assert mails() == [
        notice(NOW, NOW),
        notice(nine, NOW + timedelta(minutes=10)),
        notice(ten, NOW + timedelta(minutes=61)),
    ]


def test_without_its_key_there_would_be_a_notice_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        monkeypatch.setattr(notices, "CASES_WAIT", f"review:{Case.objects.count()}:")
        flagged()
    assert len(mails()) == 3


def test_a_notice_of_a_queue_that_is_empty_by_then_is_not_sent() -> None:
    case = flagged()
    mark_spam(case=case, seen="waiting", by=sam(), now=NOW)
    send_batch(now=NOW)
    assert states("state", "reason") == [("suppressed", "No case waits for review any more.")]
    flagged(now=NOW + timedelta(minutes=30))
    assert mails()[1] == notice(NOW + timedelta(hours=1), NOW + timedelta(minutes=30))


def test_a_cleared_case_goes_on_as_if_it_had_come_in_then() -> None:
    case = clear(case=flagged(), seen="waiting", by=sam(), now=LATER)
    assert mails()[1:] == [
        ("case-confirmation", "ada@client.example", "queued", LATER, LATER),
        notice(LATER, LATER),
    ]
    keys = Message.objects.values_list("idempotency_key", flat=True)
    assert {f"case:{case.pk}:confirmation", f"case:{case.pk}:staff"} <= set(keys)


def test_spam_sends_nothing_and_a_look_at_its_page_queues_nothing(client: Client) -> None:
    case = mark_spam(case=flagged(), seen="waiting", by=sam(), now=NOW)
    client.get(case.get_absolute_url())
    assert not Message.objects.exclude(kind="staff-notice").exists()


def test_spam_keeps_back_no_link_that_its_person_has_asked_for() -> None:
    case = flagged()
    mail_data_link(lead=case.lead, now=NOW)
    mark_spam(case=case, seen="waiting", by=sam(), now=NOW)
    assert Message.objects.get(kind="data-link").state == "queued"


def call_of(case: Case) -> Booking:
    return book(
        event_type=discovery_call(),
        case=case,
        starts_at=NOW + timedelta(days=1),
        time_zone="UTC",
        now=NOW,
    )


def test_a_call_that_a_flagged_case_books_is_confirmed() -> None:
    """Somebody has chosen a time, and would wait alone: without an intake he gets it as well."""
    call_of(flagged())
    to_visitor = Message.objects.exclude(kind="staff-notice").order_by("pk")
    assert [m.kind for m in to_visitor] == ["booking-confirmation", "booking-reminder"]
    [_, told] = Message.objects.filter(kind="staff-notice").order_by("pk")
    assert f"Waits for review: {WHY}" in told.text


def test_spam_gives_its_call_back_and_only_staff_are_told() -> None:
    case = flagged()
    booking = call_of(case)
    mark_spam(case=case, seen="waiting", by=sam(), now=NOW)
    booking.refresh_from_db()
    assert booking.status == "cancelled"
    assert states("kind", "state", "reason")[1:] == [
        ("booking-confirmation", "suppressed", "The call was cancelled."),
        ("staff-notice", "queued", ""),
        ("booking-reminder", "suppressed", "The call was cancelled."),
        ("booking-cancellation", "suppressed", "The case is spam."),
        ("staff-notice", "queued", ""),
    ]


def test_a_call_that_is_over_stays_as_it_was() -> None:
    case = flagged()
    booking = call_of(case)
    mark_spam(case=case, seen="waiting", by=sam(), now=NOW + timedelta(days=2))
    booking.refresh_from_db()
    assert booking.status == "confirmed"


@pytest.mark.parametrize("kind", Message.Kind.values)
def test_of_spam_only_notices_to_staff_and_what_a_person_is_owed_go_out(kind: str) -> None:
    facts = Facts(kind=kind, case_is_spam=True)
    goes_out = kind in ("staff-notice", "data-link")
    assert suppression(facts, NOW) == (None if goes_out else "The case is spam.")


def claimed_of_spam() -> list[str]:
    """What becomes of a confirmation that waits while its case turns into spam."""
    case = enquire()
    Case.objects.filter(pk=case.pk).update(review="spam")
    with transaction.atomic():
        Message.objects.filter(kind="staff-notice").delete()
    send_batch(now=NOW)
    return [f"{state}: {reason}" for state, reason in states("state", "reason")]


def test_it_is_looked_at_once_more_when_it_is_claimed() -> None:
    assert claimed_of_spam() == ["suppressed: The case is spam."]


def test_without_that_look_it_would_go_out(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = rules.suppression

    def blind(facts: Facts, now: datetime) -> str | None:
        return None if facts.case_is_spam else honest(facts, now)

    monkeypatch.setattr(rules, "suppression", blind)
    assert claimed_of_spam() == ["sent: "]


def test_sending_it_again_by_hand_sends_nothing_to_spam() -> None:
    case = enquire()
    Message.objects.filter(kind="case-confirmation").update(state="failed")
    Case.objects.filter(pk=case.pk).update(review="spam")
    assert send_again(Message.objects.values_list("pk", flat=True), now=NOW) == 1
    ids = list(Message.objects.filter(kind="case-confirmation").values_list("pk", flat=True))
    send_batch(now=NOW, ids=ids)
    assert Message.objects.get(pk=ids[0]).state == "suppressed"
