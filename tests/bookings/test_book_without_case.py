"""A call booked by somebody who has filled in nothing: it opens a case, or leaves no trace."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest

from consult.bookings.models import Booking
from consult.bookings.services import SlotTaken, book, book_without_case
from consult.leads.models import Activity, Case, Lead
from tests.people import NOW, ada_contact, discovery_call, open_case_for_ada

pytestmark = pytest.mark.django_db

# 9 o'clock in Berlin on the Tuesday after NOW.
NINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_without_a_case_one_is_opened_with_its_source() -> None:
    event_type, submission = discovery_call(), uuid.uuid4()
    source: dict[str, object] = {"article": "choosing", "cta": "call", "utm": {}}
    booking = book_without_case(
        event_type=event_type,
        contact=ada_contact(),
        source=source,
        starts_at=NINE,
        submission_id=submission,
        now=NOW,
    )
    case = Case.objects.get()
    assert (booking.case, booking.time_zone, booking.submission_id) == (
        case,
        "America/New_York",
        submission,
    )
    assert (case.email, case.source, case.lead.stage) == (
        "ada@client.example",
        source,
        "call_booked",
    )


def test_a_taken_slot_leaves_neither_case_nor_lead_behind() -> None:
    event_type = discovery_call()
    case = open_case_for_ada(email="first@client.example")
    book(event_type=event_type, case=case, starts_at=NINE, time_zone="UTC", now=NOW)
    before = (Case.objects.count(), Lead.objects.count(), Activity.objects.count())
    with pytest.raises(SlotTaken):
        book_without_case(
            event_type=event_type,
            contact=ada_contact(),
            source={},
            starts_at=NINE,
            submission_id=uuid.uuid4(),
            now=NOW,
        )
    assert (Case.objects.count(), Lead.objects.count(), Activity.objects.count()) == before


@pytest.mark.parametrize(
    ("email", "same_form", "same_booking"),
    [
        ("ada@client.example", True, True),
        ("Ada@Client.example", True, True),
        ("sam@client.example", True, False),
        ("ada@client.example", False, False),
    ],
)
def test_only_the_same_form_and_address_lead_to_the_booking_that_is_there(
    email: str, same_form: bool, same_booking: bool
) -> None:
    event_type, submission = discovery_call(), uuid.uuid4()

    def send(email: str, submission: uuid.UUID) -> Booking:
        return book_without_case(
            event_type=event_type,
            contact=ada_contact(email=email),
            source={},
            starts_at=NINE,
            submission_id=submission,
            now=NOW,
        )

    booking = send("ada@client.example", submission)
    if same_booking:
        assert send(email, submission) == booking
    else:
        with pytest.raises(SlotTaken):
            send(email, submission if same_form else uuid.uuid4())
    assert (Booking.objects.count(), Case.objects.count()) == (1, 1)
