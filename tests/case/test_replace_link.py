"""Ada, or Sam for her, replaces the link to her case."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from consult import links
from consult.bookings.models import Booking
from consult.case import services
from consult.followups import services as messages
from consult.followups.models import Message
from consult.intake.models import Holder
from consult.leads.models import Activity, Case
from consult.quotes.models import Quote
from tests import people
from tests.case.person import ada_with_everything
from tests.people import NOW
from tests.staff.admin_form import press, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    return ada_with_everything()


def tokens() -> list[str]:
    """All there are now, of the case, its call, and its quote."""
    return [
        links.token("case", Case.objects.get()),
        links.token("booking", Booking.objects.get()),
        links.token("quote", Quote.objects.get()),
    ]


def pages(case: str, booking: str, quote: str) -> list[str]:
    return [
        f"/case/{case}/",
        f"/book/?case={case}",
        f"/book/{booking}/",
        f"/book/{booking}/call.ics",
        f"/quote/{quote}/",
    ]


def replace(client: Client, case: Case) -> str:
    """What Ada sees after she pressed the button."""
    response = client.post(f"/case/{links.token('case', case)}/replace-link/", follow=True)
    assert response.redirect_chain == [("/case/link-replaced/", 303)]
    return response.text


def test_every_old_link_leads_nowhere_and_every_new_one_somewhere(
    client: Client, case: Case
) -> None:
    before = pages(*tokens())
    assert {client.get(page).status_code for page in before} == {200}
    replace(client, case)
    assert {client.get(page).status_code for page in before} == {404}
    assert {client.get(page).status_code for page in pages(*tokens())} == {200}


def test_the_new_link_goes_to_the_address_of_the_case_and_to_nobody_else(
    client: Client, case: Case
) -> None:
    page = replace(client, case)
    assert not any(token in page for token in tokens())
    message = Message.objects.get(kind="case-link")
    assert message.recipient == case.email
    assert f"http://localhost:8000/case/{tokens()[0]}/" in message.text


def test_the_browser_in_which_it_was_submitted_sees_nothing_any_more(
    client: Client, case: Case
) -> None:
    replace(client, case)
    assert not Holder.objects.filter(intake=case.intake).exists()


def test_it_stands_in_the_timeline(client: Client, case: Case) -> None:
    replace(client, case)
    newest = Activity.objects.order_by("-pk")[0]
    assert (newest.text, newest.by, newest.case) == ("The private link was replaced", None, case)


def held_by_waiting() -> str:
    """All that can still go out, calendars unfolded."""
    waiting = Message.objects.exclude(state__in=["sent", "suppressed"])
    return "\n".join(m.text + m.html + m.calendar.replace("\r\n ", "") for m in waiting)


def test_what_waits_to_be_sent_holds_the_new_links(client: Client, case: Case) -> None:
    before = tokens()
    assert all(token in held_by_waiting() for token in before)
    replace(client, case)
    after = held_by_waiting()
    assert [token in after for token in (*before, *tokens())] == [False] * 3 + [True] * 3


def test_without_that_it_would_hold_dead_ones(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tokens()
    monkeypatch.setattr(services, "readdress", lambda *values: None)
    replace(client, case)
    assert all(token in held_by_waiting() for token in before)


def test_what_was_sent_stays_as_it_was_sent(client: Client, case: Case) -> None:
    Message.objects.update(state="sent", sent_at=NOW)
    before = list(Message.objects.order_by("pk").values_list("text", "html", "calendar"))
    replace(client, case)
    sent = Message.objects.filter(state="sent").order_by("pk")
    assert list(sent.values_list("text", "html", "calendar")) == before


def test_of_two_mails_with_a_new_link_only_the_newest_goes_out(client: Client, case: Case) -> None:
    replace(client, case)
    replace(client, Case.objects.get())
    mails = Message.objects.filter(kind="case-link").order_by("pk")
    assert [mail.state for mail in mails] == ["suppressed", "queued"]


def test_looking_changes_nothing(client: Client, case: Case) -> None:
    assert client.get(f"/case/{links.token('case', case)}/replace-link/").status_code == 405
    case.refresh_from_db()
    assert case.link_generation == 1


def test_staff_replace_it_too_and_are_named(client: Client, case: Case) -> None:
    sam, before = people.sam(), tokens()
    client.force_login(sam)
    path = f"/admin/leads/lead/{case.lead_id}/change/"
    response = press(client, path, "_replace_link", str(case.pk))
    assert f"The link to case {case} is replaced, and the new one is mailed." in words(response)
    assert client.get(f"/case/{before[0]}/").status_code == 404
    assert Activity.objects.order_by("-pk")[0].by == sam
    Case.objects.update(review="spam")
    again = words(press(client, path, "_replace_link", str(case.pk)))
    assert f"The link to case {case} is replaced. No mail brings the new one to spam." in again


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_once_it_is_replaced_once() -> None:
    case = people.submitted_case_of_ada()
    barrier = Barrier(2)

    def press_it(number: int) -> bool:
        barrier.wait(10)
        try:
            return services.replace_link(case=case, by=None, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(press_it, range(2))) == [False, True]
    assert Case.objects.get().link_generation == 2
    assert Message.objects.filter(kind="case-link").count() == 1


def test_it_is_all_or_nothing(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*values: object) -> None:
        raise RuntimeError("killed in the middle")

    before = tokens()
    monkeypatch.setattr(services, "queue", fail)
    with pytest.raises(RuntimeError):
        services.replace_link(case=case, by=None, now=NOW)
    assert tokens() == before
    assert messages.queue is not fail
