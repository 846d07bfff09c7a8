from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone

from consult.leads.models import Case, Lead
from consult.quotes import services
from consult.quotes.content import content_hash
from consult.quotes.models import Acceptance, QuoteVersion
from consult.quotes.signals import quote_accepted
from tests.people import NOW
from tests.quotes.offers import LAST_MOMENT, TOO_LATE, drafted, sent, timeline


@pytest.fixture
def heard() -> Iterator[list[QuoteVersion]]:
    """Every version whose acceptance was signalled."""
    versions: list[QuoteVersion] = []

    def listen(version: QuoteVersion, **kwargs: object) -> None:
        versions.append(version)

    quote_accepted.connect(listen)
    yield versions
    quote_accepted.disconnect(listen)


def test_an_acceptance_says_who_what_when_and_from_where(
    case: Case, heard: list[QuoteVersion]
) -> None:
    version = sent(case)
    services.accept(version=version, name="Ada Okafor", address="192.0.2.7", now=LAST_MOMENT)
    assert Acceptance.objects.values().get() == {
        "id": version.acceptance.pk,
        "version_id": version.pk,
        "name": "Ada Okafor",
        "address": "192.0.2.7",
        "accepted_at": LAST_MOMENT,
        "content_hash": content_hash(version.offer()),
    }
    version.refresh_from_db()
    assert version.status == "accepted"
    assert heard == [version]
    assert Lead.objects.get().stage == "won"
    assert timeline(version)[3:] == [
        f"Quote {version} accepted by Ada Okafor",
        "Quoted → Won",
    ]


def test_accepting_twice_is_accepting_once(case: Case, heard: list[QuoteVersion]) -> None:
    version = sent(case)
    first = services.accept(version=version, name="Ada Okafor", address=None, now=NOW)
    again = services.accept(version=version, name="Somebody else", address=None, now=TOO_LATE)
    assert (again, again.name) == (first, "Ada Okafor")
    assert len(timeline(version)) == 5
    assert heard == [version]


def refusal(version: QuoteVersion) -> str:
    with pytest.raises(services.Refused) as refused:
        services.accept(version=version, name="Ada Okafor", address=None, now=NOW)
    assert Acceptance.objects.count() == 0
    return refused.value.sentence


def test_a_draft_is_no_offer_yet(case: Case) -> None:
    assert refusal(drafted(case)) == "This quote has not been sent yet."


def test_what_was_declined_stays_declined(case: Case) -> None:
    version = sent(case)
    services.decline(version=version, reason="", now=NOW)
    assert refusal(version) == "This quote has already been declined."


def test_a_version_that_nobody_offers_any_more_cannot_be_accepted(case: Case) -> None:
    version = sent(case)
    services.send(version=services.revise(version=version, now=NOW), now=NOW)
    newer = "A newer version of this quote has been sent. Please read that one."
    assert refusal(version) == newer


CLOSED = "The case is closed, so its quote cannot be answered. Are we wrong? Write to us."


def test_on_spam_nothing_is_agreed_and_its_page_says_so(case: Case, client: Client) -> None:
    version = sent(case, timezone.now())
    path = version.quote.get_absolute_url()
    Case.objects.update(review="spam")
    assert refusal(version) == CLOSED
    page = client.get(path).text
    assert (CLOSED in page, f'action="{path}accept/"' in page) == (True, False)
    Case.objects.update(review="cleared")
    page = client.get(path).text
    assert (CLOSED in page, f'action="{path}accept/"' in page) == (False, True)
    services.accept(version=version, name="Ada Okafor", address=None, now=timezone.now())


def test_one_second_late_is_too_late(case: Case) -> None:
    version = sent(case)
    with pytest.raises(services.Refused, match="This quote has expired"):
        services.accept(version=version, name="Ada Okafor", address=None, now=TOO_LATE)
