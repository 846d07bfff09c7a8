"""One mailbox is one address, and mails go to that mailbox."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.mail.message import sanitize_address

from consult.addresses import on_the_wire, readable
from consult.bookings.models import Booking, EventType, Host
from consult.bookings.services import booking_facts
from consult.followups.mime import as_mail
from consult.followups.models import Message
from consult.intake.fields import Email
from tests.people import NOW, open_case_for_ada

WIRE = "ada@xn--gre-6ka8i.example"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ada@Client.Example", "Ada@Client.Example"),
        ("ada@größe.example", "ada@größe.example"),
        ("ada@GRÖßE.example", "ada@größe.example"),
        (WIRE, "ada@größe.example"),
        ("ada@XN--GRE-6KA8I.example", "ada@größe.example"),
        ("ada@\N{KELVIN SIGN}lient.example", "ada@klient.example"),
        ("ada@\N{LATIN SMALL LETTER LONG S}ite.example", "ada@site.example"),
        ("ada@日本。example", "ada@日本.example"),
    ],
)
def test_a_domain_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert Email().clean(typed) == kept
    assert Email().clean(kept) == kept


@pytest.mark.parametrize(
    "typed",
    ["ada@xn--.example", "ada@ö..example", "ada@" + "ö" * 300 + ".example"],
)
def test_what_is_no_domain_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(ValidationError):
        Email().clean(typed)


@pytest.mark.parametrize("garbage", ["", "@", "ö", "a@\ud800.de", "a@" + "ß" * 10**6, "a@[::1]"])
def test_what_cannot_be_read_stays_as_it_is(garbage: str) -> None:
    assert (readable(garbage), on_the_wire(garbage)) == (garbage, garbage)


def test_a_mail_goes_to_the_domain_that_was_typed() -> None:
    mail = as_mail(Message(recipient="ada@größe.example", message_id="<x@practice.example>"))
    assert mail.to == [WIRE]
    assert sanitize_address(mail.to[0], "utf-8") == WIRE


@pytest.mark.django_db
def test_so_does_the_invitation_to_a_call() -> None:
    case = open_case_for_ada(email="ada@größe.example")
    booking = Booking(case=case, host=Host(), event_type=EventType(), starts_at=NOW, ends_at=NOW)
    assert booking_facts(booking=booking, now=NOW).visitor_email == WIRE


def test_by_the_rules_of_2003_it_would_go_to_somebody_else() -> None:
    assert sanitize_address("ada@größe.example", "utf-8") == "ada@xn--grsse-kua.example"
