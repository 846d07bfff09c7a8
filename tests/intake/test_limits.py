"""How often one address may begin and save: enough for an office, too little for a flood."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from consult import limits
from consult.intake import views
from consult.limits import take
from consult.models import TokenBucket
from tests.intake.visit import START, STEPS, Visit
from tests.people import NOW

ADA, BEN = "203.0.113.7", "203.0.113.8"


def use_up() -> None:
    """Empty every bucket that there is, as if all of it had just been used."""
    assert TokenBucket.objects.exists()
    TokenBucket.objects.update(full_at=timezone.now() + timedelta(hours=1))


def save(visit: Visit, address: str = ADA, **headers: str) -> Any:
    token = {"page-token": visit.token("brief")}
    data = {**STEPS["brief"], **token}
    return visit.client.post(f"{START}brief/", data, headers=headers, REMOTE_ADDR=address)


def begin(address: str = ADA, client: Client | None = None, **headers: str) -> Any:
    return (client or Client()).post(START, headers=headers, REMOTE_ADDR=address)


def test_who_saves_too_often_is_asked_to_wait_and_another_is_not(ada: Visit) -> None:
    ada.reach("brief")
    assert save(ada).status_code == 303
    use_up()
    refused = save(ada)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    assert "Try again in 1 second." in refused.text
    assert save(ada, BEN).status_code == 303


@pytest.mark.usefixtures("version")
def test_who_begins_too_often_is_asked_to_wait_and_another_is_not() -> None:
    assert begin().status_code == 303
    use_up()
    refused = begin()
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "6")
    assert begin(BEN).status_code == 303


def test_every_way_to_write_is_counted_and_to_read_is_free(ada: Visit) -> None:
    ada.reach("check")
    assert save(ada).status_code == 303
    use_up()
    posts = [
        f"{START}{path}/" for path in ["brief", "contact", "check", "nonsense", "brief/choose"]
    ]
    answers = [ada.client.post(path, REMOTE_ADDR=ADA).status_code for path in posts]
    assert answers == [429] * 5
    reads = [ada.client.get(path, REMOTE_ADDR=ADA).status_code for path in posts[:3]]
    assert reads == [200] * 3
    assert ada.client.get(START, REMOTE_ADDR=ADA).status_code == 200


def test_to_begin_and_to_save_are_counted_apart(ada: Visit) -> None:
    ada.reach("brief")
    use_up()  # There is none yet but that of the start.
    assert TokenBucket.objects.count() == 1
    assert save(ada).status_code == 303


def test_a_whole_64_shares_a_bucket(ada: Visit) -> None:
    ada.reach("brief")
    assert save(ada, "2001:db8:1:2::1").status_code == 303
    use_up()
    assert save(ada, "2001:db8:1:2:ffff:1:2:3").status_code == 429
    assert save(ada, "2001:db8:1:3::1").status_code == 303


def test_behind_a_trusted_proxy_each_visitor_has_a_bucket(ada: Visit, settings: Settings) -> None:
    settings.TRUSTED_HOPS = 1
    ada.reach("brief")
    proxy = "10.0.0.1"
    assert save(ada, proxy, x_forwarded_for=ADA).status_code == 303
    use_up()
    assert save(ada, proxy, x_forwarded_for=ADA).status_code == 429
    # What a visitor writes himself stands further left.
    assert save(ada, proxy, x_forwarded_for=f"{BEN}, {ADA}").status_code == 429
    assert save(ada, proxy, x_forwarded_for=BEN).status_code == 303


def test_without_one_nobody_is_believed(ada: Visit) -> None:
    ada.reach("brief")
    assert save(ada, ADA, x_forwarded_for=BEN).status_code == 303
    use_up()
    assert save(ada, ADA, x_forwarded_for="198.51.100.1").status_code == 429


def test_what_was_counted_is_in_the_database(ada: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the row nobody would be refused, in whichever process it was counted."""
    ada.reach("brief")
    save(ada)
    use_up()
    assert save(ada).status_code == 429
    TokenBucket.objects.all().delete()
    assert save(ada).status_code == 303
    use_up()
    monkeypatch.setattr(limits, "take", lambda *args, **kwargs: None)
    assert save(ada).status_code == 303


def refused(clicks: list[float], limit: dict[str, int]) -> int:
    """Of clicks at these seconds from one address, how many are not let through."""
    waits = [
        take(f"office {limit}", ADA, now=NOW + timedelta(seconds=second), **limit)
        for second in sorted(clicks)
    ]
    return len(waits) - waits.count(None)


# Start; then at most nine pages, of which one or two are changed or sent twice.
PAGES = 11


@pytest.mark.django_db
def test_an_office_of_fifty_is_let_through() -> None:
    """They begin within the same minute, and each is done in three."""
    office = [person * 60 / 50 for person in range(50)]
    assert refused(office, views.STARTS) == 0
    pages = [start + 180 * page / PAGES for start in office for page in range(PAGES)]
    assert refused(pages, views.SAVES) == 0


@pytest.mark.django_db
def test_a_fast_person_with_five_tabs_is_let_through() -> None:
    """A page a second in each, and each is begun afresh four times."""
    assert refused([n / 5 for n in range(5 * 4 * PAGES)], views.SAVES) == 0


@pytest.mark.django_db
def test_a_flood_is_not() -> None:
    """Ten a second for a minute: what comes through is the burst, and what a minute gives."""
    flood = [n / 10 for n in range(600)]
    through = 600 - refused(flood, views.SAVES)
    assert through == views.SAVES["burst"] + views.SAVES["per_minute"] - 1
