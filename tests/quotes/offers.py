"""Quotes for Ada, as Sam would write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from consult import links
from consult.leads.models import Case
from consult.quotes import services
from consult.quotes.models import QuoteVersion
from tests.people import NOW

# NOW is 23 November in New York; two weeks on, the day ends at 5 o'clock UTC of the next.
LAST_MOMENT = datetime(2026, 12, 8, 4, 59, 59, tzinfo=UTC)
TOO_LATE = LAST_MOMENT + timedelta(seconds=1)


def drafted(case: Case, now: datetime = NOW) -> QuoteVersion:
    """A draft with two lines: 1,800.00 and 350.00 net at 19 %, 2,558.50 in all."""
    version = services.draft(case=case, now=now)
    version.lines.create(
        position=1,
        description="Architecture review, days",
        quantity=Decimal("1.50"),
        unit_price=Decimal("1200.00"),
        tax_percent=Decimal("19.00"),
    )
    version.lines.create(
        position=2,
        description="Written report",
        quantity=Decimal("1.00"),
        unit_price=Decimal("350.00"),
        tax_percent=Decimal("19.00"),
    )
    return version


def sent(case: Case, now: datetime = NOW) -> QuoteVersion:
    version = drafted(case, now)
    services.send(version=version, now=now)
    version.refresh_from_db()
    return version


def path_of(version: QuoteVersion, action: str = "") -> str:
    """The client's page, or one of its actions such as `accept/`."""
    return f"/quote/{links.token('quote', version.quote)}/{action}"


def timeline(version: QuoteVersion) -> list[str]:
    """What the lead's timeline says, oldest first."""
    lead = version.quote.case.lead
    return list(lead.activities.order_by("pk").values_list("text", flat=True))
