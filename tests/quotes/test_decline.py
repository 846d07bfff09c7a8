from __future__ import annotations

import pytest

from consult.leads.models import Case, Lead
from consult.quotes import services
from consult.quotes.models import QuoteVersion
from consult.quotes.signals import quote_declined
from tests.people import NOW
from tests.quotes.offers import TOO_LATE, sent, timeline


def test_a_reason_is_kept_and_the_stage_is_staffs_to_move(case: Case) -> None:
    version = sent(case)
    services.decline(version=version, reason="Too dear.", now=NOW)
    version.refresh_from_db()
    assert (version.status, version.declined_at) == ("declined", NOW)
    assert version.decline_reason == "Too dear."
    assert timeline(version)[-1] == f"Quote {version} declined: Too dear."
    assert Lead.objects.get().stage == "quoted"


def test_no_reason_is_needed(case: Case) -> None:
    version = sent(case)
    services.decline(version=version, reason="", now=NOW)
    assert timeline(version)[-1] == f"Quote {version} declined"


def test_declining_is_told_once(case: Case) -> None:
    heard = []

    def listen(version: QuoteVersion, **kwargs: object) -> None:
        heard.append(version)

    quote_declined.connect(listen)
    version = sent(case)
    services.decline(version=version, reason="Too dear.", now=NOW)
    services.decline(version=version, reason="Really.", now=NOW)
    assert heard == [version]
    version.refresh_from_db()
    assert version.decline_reason == "Too dear."


def test_what_was_accepted_or_has_expired_is_not_declined(case: Case) -> None:
    version = sent(case)
    with pytest.raises(services.Refused, match="has expired"):
        services.decline(version=version, reason="", now=TOO_LATE)
    services.accept(version=version, name="Ada Okafor", address=None, now=NOW)
    with pytest.raises(services.Refused, match="already been accepted"):
        services.decline(version=version, reason="", now=NOW)
