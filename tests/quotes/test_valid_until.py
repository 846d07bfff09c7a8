from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from consult.quotes.rules import expires_at, may_accept, standing

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("valid_until", "time_zone", "expected"),
    [
        pytest.param(date(2026, 12, 7), "UTC", "2026-12-08T00:00", id="no offset"),
        pytest.param(date(2026, 12, 7), "America/New_York", "2026-12-08T05:00", id="behind UTC"),
        pytest.param(date(2026, 12, 7), "Pacific/Auckland", "2026-12-07T11:00", id="ahead of UTC"),
        pytest.param(date(2026, 12, 7), "Asia/Kathmandu", "2026-12-07T18:15", id="odd offset"),
        pytest.param(
            date(2026, 3, 29), "Europe/Berlin", "2026-03-29T22:00", id="a day of 23 hours"
        ),
        pytest.param(date(2026, 10, 25), "Europe/Berlin", "2026-10-25T23:00", id="one of 25 hours"),
        pytest.param(date(2026, 9, 5), "America/Santiago", "2026-09-06T04:00", id="no midnight"),
        pytest.param(date(2026, 10, 31), "America/Havana", "2026-11-01T04:00", id="two midnights"),
        pytest.param(date(2011, 12, 29), "Pacific/Apia", "2011-12-30T10:00", id="no next day"),
        pytest.param(date(2026, 12, 31), "Europe/Berlin", "2026-12-31T23:00", id="end of the year"),
    ],
)
def test_a_quote_expires_when_the_clients_day_ends(
    valid_until: date, time_zone: str, expected: str
) -> None:
    expired = expires_at(valid_until, time_zone)
    assert expired == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_the_last_second_of_the_day_still_counts() -> None:
    end = expires_at(date(2026, 12, 7), "America/New_York")
    day = ("sent", date(2026, 12, 7), "America/New_York")
    assert [may_accept(*day, end - SECOND), may_accept(*day, end)] == [True, False]


@pytest.mark.parametrize(
    ("status", "in_time", "late"),
    [
        ("draft", "draft", "draft"),
        ("sent", "sent", "expired"),
        ("viewed", "viewed", "expired"),
        ("accepted", "accepted", "accepted"),
        ("declined", "declined", "declined"),
        ("superseded", "superseded", "superseded"),
        ("expired", "expired", "expired"),
    ],
)
def test_only_a_quote_that_waits_for_an_answer_expires(
    status: str, in_time: str, late: str
) -> None:
    end = expires_at(date(2026, 12, 7), "Europe/Berlin")
    day = (status, date(2026, 12, 7), "Europe/Berlin")
    assert (standing(*day, end - SECOND), standing(*day, end)) == (in_time, late)
    assert may_accept(*day, end - SECOND) == (status in {"sent", "viewed"})
