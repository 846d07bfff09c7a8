"""What stays of a person goes when its day is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from consult.case.erasure import delete_kept
from consult.followups.models import Message
from consult.quotes.models import Quote
from tests.case.person import BERLIN, ada_with_everything, erase_ada, left
from tests.people import NOW, open_case_for_ada

pytestmark = pytest.mark.django_db

# Ada accepted in 2026.
AFTERWARDS = datetime(2032, 12, 31, 23, 0, tzinfo=UTC)


def test_what_was_kept_goes_when_its_day_is_over() -> None:
    ada_with_everything(accepts=True)
    erase_ada()
    Message.objects.all().delete()
    assert delete_kept(zone=BERLIN, now=AFTERWARDS - timedelta(seconds=1)) == 0
    assert Quote.objects.count() == 1
    assert delete_kept(zone=BERLIN, now=AFTERWARDS) == 1
    assert left() == {}
    assert delete_kept(zone=BERLIN, now=AFTERWARDS) == 0


@pytest.mark.parametrize(
    ("state", "attempts", "stays"),
    [
        ("queued", 0, True),
        ("sending", 1, True),
        ("unknown", 1, True),
        ("unknown", 4, False),
        ("sent", 1, False),
        ("failed", 1, False),
        ("suppressed", 1, False),
    ],
)
def test_the_last_mail_goes_once_it_is_settled(state: str, attempts: int, stays: bool) -> None:
    open_case_for_ada()
    erase_ada()
    mails = Message.objects.filter(kind="erasure")
    mails.update(state=state, attempts=attempts, sent_at=NOW, lease_until=NOW)
    delete_kept(zone=BERLIN, now=NOW)
    assert mails.exists() == stays
