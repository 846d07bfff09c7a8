from __future__ import annotations

from datetime import UTC, date, datetime

from consult.leads.models import Case
from consult.quotes import services
from consult.quotes.models import QuoteVersion
from tests.people import NOW, open_case_for_ada
from tests.quotes.offers import sent


def test_a_draft_starts_from_the_case(case: Case) -> None:
    version = services.draft(case=case, now=NOW)
    assert (version.quote.case, version.number, version.status) == (case, 1, "draft")
    assert version.title == "Consulting for Okafor Freight"
    assert version.valid_until == date(2026, 12, 7)


def test_two_weeks_are_counted_from_the_clients_own_day(case: Case) -> None:
    # Already the 24th in London, still the 23rd in New York.
    version = services.draft(case=case, now=datetime(2026, 11, 24, 2, tzinfo=UTC))
    assert version.valid_until == date(2026, 12, 7)


def test_without_a_company_the_title_names_the_person(db: None) -> None:
    case = open_case_for_ada(company="")
    assert services.draft(case=case, now=NOW).title == "Consulting for Ada Okafor"


def test_drafting_twice_gives_the_unsent_draft_back(case: Case) -> None:
    assert services.draft(case=case, now=NOW) == services.draft(case=case, now=NOW)
    assert QuoteVersion.objects.count() == 1


def test_once_it_is_sent_another_quote_can_be_drafted(case: Case) -> None:
    first = sent(case)
    second = services.draft(case=case, now=NOW)
    assert second.quote != first.quote
    assert second.number == 1
