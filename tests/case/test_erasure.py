"""Ada has everything about her deleted."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.http import Http404
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from consult import links
from consult.bookings.models import EventType
from consult.bookings.services import book, cancel, free_slots
from consult.case import erasure
from consult.case.erasure import erase
from consult.case.services import choose_mails, mail_data_link, replace_link
from consult.followups import delivery
from consult.followups.delivery import send_batch
from consult.followups.mime import as_mail
from consult.followups.models import Message
from consult.intake.fields import Email
from consult.intake.models import Attachment, Step
from consult.intake.resume_link import ask_by_mail
from consult.leads.models import Activity, Case, Lead
from consult.quotes import services as quotes
from consult.quotes.content import content_hash
from consult.quotes.models import Acceptance, QuoteVersion
from tests import people
from tests.case.person import BERLIN, WEDNESDAY, ada_with_everything, begun, erase_ada, left, rows
from tests.people import NOW, ada_contact, fill_in, open_case_for_ada
from tests.staff.admin_form import press

pytestmark = pytest.mark.django_db


def test_without_an_accepted_quote_every_row_goes() -> None:
    """Whatever model is related to a person later on has to be deleted, or this fails."""
    ada_with_everything(accepts=True)
    assert [name for name, count in rows().items() if not count] == []
    Acceptance.objects.all().delete()
    erase_ada()
    # The last mail, and two notices that name nobody.
    assert left() == {"followups.message": 3}


def test_nothing_of_the_person_stands_in_what_is_left() -> None:
    ada_with_everything()
    erase_ada()
    last, *notices = Message.objects.order_by("pk")
    assert (last.kind, last.recipient) == ("erasure", "ada@client.example")
    for notice in notices:
        said = notice.subject + notice.text + notice.html + notice.calendar.replace("\r\n ", "")
        assert [w for w in ("Ada", "Okafor", "ada@", "Freight") if w in said] == []


def test_with_one_the_document_stays_and_nothing_more() -> None:
    case = ada_with_everything(accepts=True)
    reference, intake = case.reference, case.intake_id
    erase_ada()
    assert left() == {
        "followups.message": 3,
        "leads.activity": 1,
        "leads.case": 1,
        "leads.lead": 1,
        "quotes.acceptance": 1,
        "quotes.lineitem": 2,
        "quotes.quote": 1,
        "quotes.quoteversion": 1,
    }
    lead, case = Lead.objects.get(), Case.objects.get()
    assert (lead.name, lead.email) == ("Deleted", f"deleted-{lead.pk}")
    assert (lead.erased_at, lead.keep_until) == (NOW, date(2032, 12, 31))
    assert (case.reference, case.name, case.company, case.email) == (
        reference, "Ada Okafor", "Okafor Freight", "ada@client.example",
    )  # fmt: skip
    emptied = [
        *(case.intake, case.phone, case.preferred_channel, case.source, case.consent_wording),
        *(case.temperature, case.temperature_reasons, case.suspicions, case.mails_off),
    ]
    assert [value for value in emptied if value] == []
    assert intake
    version = QuoteVersion.objects.get()
    assert (version.status, version.number) == ("accepted", 2)
    assert (version.acceptance.name, version.acceptance.address) == ("Ada Okafor", None)


def test_what_was_accepted_is_still_what_its_hash_says() -> None:
    ada_with_everything(accepts=True)
    erase_ada()
    acceptance = Acceptance.objects.get()
    assert content_hash(acceptance.version.offer()) == acceptance.content_hash


def test_no_link_leads_anywhere_afterwards(client: Client) -> None:
    case = ada_with_everything(accepts=True)
    booking, quote = case.bookings.get(), case.quotes.get()
    data = links.dated_token("data", case.lead, until=timezone.now() + timedelta(hours=1))
    paths = [
        f"/case/{links.token('case', case)}/",
        f"/book/{links.token('booking', booking)}/",
        f"/quote/{links.token('quote', quote)}/",
        f"/data/{data}/",
    ]
    assert [client.get(path).status_code for path in paths] == [200] * 4
    erase_ada()
    assert [client.get(path).status_code for path in paths] == [404] * 4


def test_the_last_mail_says_what_is_kept_until_when_and_which_call_is_off() -> None:
    ada_with_everything(accepts=True)
    title = QuoteVersion.objects.get(status="accepted")
    erase_ada()
    text = " ".join(Message.objects.get(kind="erasure").text.split())
    assert f"- Consulting for Okafor Freight ({title})" in text
    assert "(§ 257 HGB, § 147 AO)" in text
    assert "until 31 December 2032" in text
    assert "- Wednesday 25 November 2026, 09:00 to 09:15, America/New York (UTC-05:00)" in text


def test_the_call_leaves_the_hosts_calendar_and_its_time_is_free() -> None:
    case = ada_with_everything()
    uid, sequence = case.bookings.get().uid, case.bookings.get().sequence
    erase_ada()
    notice = Message.objects.get(calendar_method="CANCEL")
    lines = notice.calendar.replace("\r\n ", "").splitlines()
    assert f"UID:{uid}@localhost" in lines
    assert f"SEQUENCE:{sequence + 1}" in lines
    assert "METHOD:CANCEL" in lines
    assert [line for line in lines if line.startswith(("ATTENDEE", "URL"))] == []
    free = free_slots(
        event_type=EventType.objects.get(), first=WEDNESDAY.date(), last=WEDNESDAY.date(),
        time_zone="UTC", now=NOW,
    )  # fmt: skip
    assert WEDNESDAY in [slot.starts_at for slot in free]


def test_of_a_call_that_was_held_nobody_is_told() -> None:
    ada_with_everything()
    erase_ada(now=WEDNESDAY + timedelta(days=1))
    assert not Message.objects.filter(calendar_method="CANCEL").exists()


@pytest.mark.parametrize("accepts", [False, True])
def test_who_opened_a_page_before_and_presses_a_button_after_finds_nothing(accepts: bool) -> None:
    """As somebody does whose request overtakes the deletion's."""
    case = ada_with_everything(accepts=accepts)
    lead, booking, version = case.lead, case.bookings.get(), QuoteVersion.objects.get(number=2)
    call = EventType.objects.get()
    thursday = WEDNESDAY + timedelta(days=1)
    erase_ada()
    presses: list[Callable[[], object]] = [
        lambda: book(event_type=call, case=case, starts_at=thursday, time_zone="UTC", now=NOW),
        lambda: cancel(booking=booking, now=NOW),
        lambda: quotes.accept(version=version, name="Ada", address=None, now=NOW),
        lambda: quotes.decline(version=version, reason="", now=NOW),
        lambda: quotes.mark_viewed(version=version, now=NOW),
        lambda: quotes.draft(case=case, now=NOW),
    ]
    before = rows()
    for press_it in presses:
        with pytest.raises(Http404):
            press_it()
    assert not replace_link(case=case, by=None, now=NOW)
    assert not mail_data_link(lead=lead, now=NOW)
    choose_mails(case=case, wanted=[])
    assert rows() == before


def test_other_people_keep_everything() -> None:
    bob = open_case_for_ada(email="bob@client.example", name="Bob")
    ada_with_everything()
    before = list(Activity.objects.filter(lead=bob.lead))
    erase_ada()
    assert list(Lead.objects.all()) == [bob.lead]
    assert list(Activity.objects.all()) == before


def test_an_address_that_somebody_corrected_goes_from_the_earlier_revision() -> None:
    case = ada_with_everything()
    assert case.intake
    other = begun(case.intake)
    for email in ("ada@client.example", "bob@client.example"):
        fill_in(other, {"contact": ada_contact(email=email).model_dump(mode="json")})
    erase_ada()
    contacts = Step.objects.filter(key="contact").values_list("data__email", flat=True)
    assert list(contacts) == ["bob@client.example"]


def test_a_link_to_go_on_that_somebody_had_mailed_to_her_goes_as_well() -> None:
    case = ada_with_everything()
    assert case.intake
    ask_by_mail(intake=begun(case.intake), email="Ada@client.example", now=NOW)
    erase_ada()
    assert not Message.objects.filter(kind="resume-link").exists()


def test_the_files_go_as_well(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    ada_with_everything(accepts=True)
    files = [one.file for one in Attachment.objects.all()]
    assert [file.storage.exists(file.name) for file in files] == [True, True]
    with django_capture_on_commit_callbacks(execute=True):
        erase_ada()
    assert [file.storage.exists(file.name) for file in files] == [False, False]


def test_what_the_admin_noted_goes_as_well(client: Client) -> None:
    case = ada_with_everything(accepts=True)
    client.force_login(people.sam())
    press(client, f"/admin/leads/lead/{case.lead_id}/change/", "_save", note="Called.")
    assert [entry.object_repr for entry in LogEntry.objects.all()] == ["Ada Okafor"]
    erase_ada()
    assert not LogEntry.objects.exists()


def test_afterwards_the_same_address_is_somebody_new() -> None:
    ada_with_everything(accepts=True)
    erase_ada()
    case = open_case_for_ada()
    assert Lead.objects.count() == 2
    assert list(case.lead.cases.all()) == [case]


def test_nobody_can_have_taken_the_name_that_stays() -> None:
    """Or a stranger's enquiry would keep the person from being deleted."""
    lead = ada_with_everything(accepts=True).lead
    open_case_for_ada(email=f"deleted-{lead.pk}@person.invalid")
    erase_ada()
    lead.refresh_from_db()
    with pytest.raises(ValidationError):
        Email().clean(lead.email)


def test_a_second_time_there_is_nothing_left_to_do() -> None:
    lead = ada_with_everything(accepts=True).lead
    erase(lead=lead, zone=BERLIN, now=NOW)
    before = rows(), Lead.objects.values().get()
    erase(lead=lead, zone=BERLIN, now=NOW)
    erase(lead=Lead.objects.get(), zone=BERLIN, now=NOW)
    assert (rows(), Lead.objects.values().get()) == before


@pytest.mark.django_db(transaction=True)
def test_twice_at_once_it_happens_once() -> None:
    lead = open_case_for_ada_in_a_transaction()
    barrier = Barrier(2)

    def press_it(number: int) -> None:
        barrier.wait(10)
        try:
            erase(lead=lead, zone=BERLIN, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(press_it, range(2)))
    assert left() == {"followups.message": 2}


def open_case_for_ada_in_a_transaction() -> Lead:
    with transaction.atomic():
        return open_case_for_ada().lead


def test_a_mail_that_is_being_sent_this_moment_brings_nothing_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    handed_over: list[Message] = []

    def meanwhile(message: Message) -> EmailMultiAlternatives:
        if not handed_over:
            erase_ada()
        handed_over.append(message)
        return as_mail(message)

    ada_with_everything()
    monkeypatch.setattr(delivery, "as_mail", meanwhile)
    send_batch(now=NOW)
    assert len(handed_over) > 1
    assert left() == {"followups.message": 3}
    assert {message.state for message in Message.objects.all()} == {"queued"}


def test_a_crash_in_the_middle_leaves_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*values: object) -> None:
        raise RuntimeError("killed in the middle")

    ada_with_everything(accepts=True)
    before = rows()
    monkeypatch.setattr(erasure, "queue", fail)
    with pytest.raises(RuntimeError):
        erase_ada()
    assert rows() == before
