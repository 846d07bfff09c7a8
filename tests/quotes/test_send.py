from __future__ import annotations

from collections.abc import Iterator

import pytest

from consult.leads.models import Case, Lead
from consult.leads.services import move_stage
from consult.quotes import services
from consult.quotes.models import QuoteVersion
from consult.quotes.signals import quote_sent
from tests.people import NOW
from tests.quotes.offers import LAST_MOMENT, TOO_LATE, drafted, sent, timeline


@pytest.fixture
def heard() -> Iterator[list[QuoteVersion]]:
    """Every version whose sending was signalled."""
    versions: list[QuoteVersion] = []

    def listen(version: QuoteVersion, **kwargs: object) -> None:
        versions.append(version)

    quote_sent.connect(listen)
    yield versions
    quote_sent.disconnect(listen)


def test_sending_is_told_to_all_who_wait_for_it(case: Case, heard: list[QuoteVersion]) -> None:
    version = sent(case)
    assert (version.status, version.sent_at) == ("sent", NOW)
    assert heard == [version]
    assert Lead.objects.get().stage == "quoted"
    assert timeline(version)[1:] == [f"Quote {version} sent", "New → Quoted"]


def test_a_lead_that_was_lost_is_quoted_again(case: Case) -> None:
    move_stage(lead=case.lead, stage="lost", by=None, now=NOW)
    sent(case)
    assert Lead.objects.get().stage == "quoted"


def refusal(version: QuoteVersion) -> str:
    with pytest.raises(services.Refused) as refused:
        services.send(version=version, now=NOW)
    return refused.value.sentence


def test_an_empty_quote_is_not_sent(case: Case, heard: list[QuoteVersion]) -> None:
    version = services.draft(case=case, now=NOW)
    assert refusal(version) == "A quote needs at least one line before it can be sent."
    version.refresh_from_db()
    assert (version.status, heard) == ("draft", [])


def test_on_spam_none_is_sent_for_its_mail_would_not_go_out(case: Case) -> None:
    version = drafted(case)
    Case.objects.update(review="spam")
    assert refusal(version) == "The case is spam, and no mail goes out on it. Clear the case first."
    Case.objects.update(review="cleared")
    services.send(version=version, now=NOW)


def test_a_quote_is_sent_up_to_its_last_moment(case: Case) -> None:
    version = drafted(case)
    with pytest.raises(services.Refused, match="has passed"):
        services.send(version=version, now=TOO_LATE)
    services.send(version=version, now=LAST_MOMENT)


def test_nothing_is_sent_twice(case: Case, heard: list[QuoteVersion]) -> None:
    version = sent(case)
    assert refusal(version) == "This version has been sent already."
    assert heard == [version]


def test_a_revision_supersedes_what_was_sent_before(case: Case) -> None:
    first = sent(case)
    second = services.revise(version=first, now=NOW)
    services.send(version=second, now=NOW)
    first.refresh_from_db()
    assert first.status == "superseded"
    assert first.quote.shown() == second


def test_after_acceptance_no_revision_can_replace_it(case: Case) -> None:
    first = sent(case)
    second = services.revise(version=first, now=NOW)
    services.accept(version=first, name="Ada Okafor", address=None, now=NOW)
    assert refusal(second) == "The client has accepted this quote. Draft a new one instead."
