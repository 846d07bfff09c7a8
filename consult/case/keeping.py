"""What the law makes us keep of a person who wants everything deleted, and until when.

A quote that was accepted, and its acceptance, are commercial letters: § 257 (1) no. 2 and 3 HGB,
§ 147 (1) no. 2 and 3 AO. They are kept for six years (§ 257 (4) HGB, § 147 (3) AO), which begin at
the end of the calendar year in which the letter came or went out (§ 257 (5) HGB, § 147 (4) AO).
For that long Art. 17 (3) (b) GDPR takes them out of the right to erasure.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

YEARS = 6


def keep_until(accepted: datetime, zone: ZoneInfo) -> date:
    """The last day on which what was *accepted* then must be kept, in the practice's *zone*.

    The acceptance is the later of the two letters, so the quote goes with it.
    """
    return date(accepted.astimezone(zone).year + YEARS, 12, 31)


def last_day(accepted: Iterable[datetime], zone: ZoneInfo) -> date | None:
    """The same of all acceptances of a person; None where nothing has to be kept."""
    return max((keep_until(one, zone) for one in accepted), default=None)


def is_over(until: date, now: datetime, zone: ZoneInfo) -> bool:
    """Whether what was kept until that day has to go."""
    return now.astimezone(zone).date() > until
