from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from consult.bookings.models import Booking, Host
from consult.bookings.services import book
from tests.bookings.offered import every_free_slot
from tests.people import discovery_call, open_case_for_ada, sam

pytestmark = pytest.mark.django_db


def booked_call() -> Booking:
    event_type, case = discovery_call(), open_case_for_ada()
    first = every_free_slot(event_type)[0].starts_at
    now = timezone.now()
    return book(event_type=event_type, case=case, starts_at=first, time_zone="UTC", now=now)


def test_staff_find_calls_by_visitor_and_status(client: Client) -> None:
    booking = booked_call()
    client.force_login(sam())
    found = client.get("/admin/bookings/booking/?q=okafor&status__exact=confirmed")
    none = client.get("/admin/bookings/booking/?q=nobody")
    assert booking.case.reference in found.content.decode()
    assert booking.case.reference not in none.content.decode()


def test_staff_cancel_the_selected_calls_as_visitors_do(client: Client) -> None:
    booking = booked_call()
    client.force_login(sam())
    chosen = {"action": "cancel_calls", "_selected_action": [str(booking.pk)]}
    page = client.post("/admin/bookings/booking/", chosen, follow=True).content.decode()
    booking.refresh_from_db()
    assert "1 call was cancelled." in page
    assert (booking.status, booking.sequence) == ("cancelled", 1)
    assert booking.case.activities.filter(text__startswith="Call cancelled").count() == 1


def test_a_call_is_not_booked_changed_or_deleted_by_hand(client: Client) -> None:
    booking = booked_call()
    client.force_login(sam())
    changes = {"status": "completed", "starts_at_0": "2026-01-01", "starts_at_1": "10:00"}
    change = client.post(f"/admin/bookings/booking/{booking.pk}/change/", changes)
    assert client.get("/admin/bookings/booking/add/").status_code == 403
    assert change.status_code == 403
    assert client.post(f"/admin/bookings/booking/{booking.pk}/delete/").status_code == 403
    kept = Booking.objects.values("status", "starts_at").get()
    assert kept == {"status": "confirmed", "starts_at": booking.starts_at}
    page = client.get(f"/admin/bookings/booking/{booking.pk}/change/")
    assert page.status_code == 200
    assert '<input type="text" name="starts_at' not in page.content.decode()


def test_who_may_only_look_cannot_cancel(client: Client) -> None:
    booking = booked_call()
    kim = User.objects.create_user("kim", password="kim's long password", is_staff=True)
    kim.user_permissions.add(Permission.objects.get(codename="view_booking"))
    client.force_login(kim)
    chosen = {"action": "cancel_calls", "_selected_action": [str(booking.pk)]}
    client.post("/admin/bookings/booking/", chosen, follow=True)
    booking.refresh_from_db()
    assert booking.status == "confirmed"


def test_a_host_has_one_of_the_known_time_zones(client: Client) -> None:
    discovery_call()
    host = Host.objects.get()
    client.force_login(sam())
    address = f"/admin/bookings/host/{host.pk}/change/"
    typed = {
        "name": "Lin",
        "email": "lin@practice.example",
        "availabilities-TOTAL_FORMS": "0",
        "availabilities-INITIAL_FORMS": "0",
    }
    refused = client.post(address, {**typed, "time_zone": "Mars/Olympus"})
    host.refresh_from_db()
    assert (refused.status_code, host.time_zone) == (200, "Europe/Berlin")
    saved = client.post(address, {**typed, "time_zone": "Asia/Kathmandu"})
    host.refresh_from_db()
    assert (saved.status_code, host.time_zone) == (302, "Asia/Kathmandu")


def test_hours_that_end_before_they_start_are_refused_with_a_sentence(client: Client) -> None:
    discovery_call()
    host = Host.objects.get()
    before = host.availabilities.count()
    client.force_login(sam())
    typed = {
        "name": "Lin",
        "email": "lin@practice.example",
        "time_zone": "Europe/Berlin",
        "availabilities-TOTAL_FORMS": "1",
        "availabilities-INITIAL_FORMS": "0",
        "availabilities-0-weekday": "5",
        "availabilities-0-starts": "12:00",
        "availabilities-0-ends": "09:00",
    }
    page = client.post(f"/admin/bookings/host/{host.pk}/change/", typed)
    assert "The end must be later than the start." in page.text
    assert "Constraint" not in page.text
    assert host.availabilities.count() == before
