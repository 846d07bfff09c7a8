from __future__ import annotations

from datetime import date

import pytest

from consult.leads.models import Case
from consult.quotes import services
from tests.people import NOW
from tests.quotes.offers import TOO_LATE, drafted, sent


def test_a_revision_starts_as_a_copy(case: Case) -> None:
    first = sent(case)
    second = services.revise(version=first, now=NOW)
    assert (second.quote, second.number, second.status) == (first.quote, 2, "draft")
    assert second.offer().lines == first.offer().lines
    assert second.valid_until == first.valid_until
    assert first.lines.count() == 2


def test_a_late_revision_is_valid_for_two_weeks_again(case: Case) -> None:
    assert services.revise(version=sent(case), now=TOO_LATE).valid_until == date(2026, 12, 22)


def test_until_it_is_sent_the_client_sees_the_version_before(case: Case) -> None:
    first = sent(case)
    services.revise(version=first, now=NOW)
    assert first.quote.shown() == first


def test_revising_twice_gives_the_same_draft(case: Case) -> None:
    first = sent(case)
    second = services.revise(version=first, now=NOW)
    assert services.revise(version=first, now=NOW) == second


def test_a_draft_is_its_own_revision(case: Case) -> None:
    version = drafted(case)
    assert services.revise(version=version, now=NOW) == version


def test_a_declined_quote_can_be_revised_and_keeps_its_reason(case: Case) -> None:
    first = sent(case)
    services.decline(version=first, reason="Too dear.", now=NOW)
    services.send(version=services.revise(version=first, now=NOW), now=NOW)
    first.refresh_from_db()
    assert (first.status, first.decline_reason) == ("superseded", "Too dear.")


def test_what_was_accepted_or_superseded_is_not_revised(case: Case) -> None:
    first = sent(case)
    second = services.revise(version=first, now=NOW)
    services.send(version=second, now=NOW)
    services.accept(version=second, name="Ada Okafor", address=None, now=NOW)
    for version in (first, second):
        with pytest.raises(services.Refused, match="Only the newest version can be revised"):
            services.revise(version=version, now=NOW)
