from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from consult.case.keeping import is_over, keep_until, last_day

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("accepted", "until"),
    [
        (datetime(2026, 1, 1, 0, 0, tzinfo=BERLIN), date(2032, 12, 31)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2032, 12, 31)),
        # A minute later it is the new year in Berlin.
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2033, 12, 31)),
        (datetime(2024, 2, 29, 12, 0, tzinfo=UTC), date(2030, 12, 31)),
    ],
)
def test_six_years_begin_at_the_end_of_the_calendar_year(accepted: datetime, until: date) -> None:
    assert keep_until(accepted, BERLIN) == until


def test_of_several_the_last_day_counts_and_without_any_there_is_none() -> None:
    both = [datetime(2026, 5, 1, tzinfo=UTC), datetime(2025, 5, 1, tzinfo=UTC)]
    assert (last_day(both, BERLIN), last_day([], BERLIN)) == (date(2032, 12, 31), None)


def test_it_goes_on_the_day_after_in_the_practices_zone() -> None:
    until = date(2032, 12, 31)
    moments = [
        datetime(2032, 12, 31, 22, 59, 59, tzinfo=UTC),
        datetime(2032, 12, 31, 23, 0, tzinfo=UTC),
    ]
    assert [is_over(until, moment, BERLIN) for moment in moments] == [False, True]
