"""The client's page, as the browser gets it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from consult import links
from consult.leads.models import Case
from consult.quotes import services
from consult.quotes.models import QuoteVersion
from tests.quotes.offers import drafted, path_of, sent


@pytest.fixture
def version(case: Case) -> QuoteVersion:
    return sent(case, timezone.now())


def words(client: Client, path: str) -> str:
    """What the page says, on one line."""
    return " ".join(unescape(strip_tags(client.get(path).content.decode())).split())


def test_a_client_reads_the_lines_and_what_they_add_up_to(
    client: Client, version: QuoteVersion
) -> None:
    page = words(client, path_of(version))
    assert f"Quote {version.quote} · version 1 Consulting for Okafor Freight" in page
    assert "Architecture review, days 1.50 1,200.00 19 % 1,800.00" in page
    assert "Written report 1 350.00 19 % 350.00" in page
    assert "Net 2,150.00 Tax, 19 % of 2,150.00 408.50 Total EUR 2,558.50" in page
    assert "the whole day, to 23:59:59 in your time zone (America/New York)" in page


def test_the_tax_of_every_rate_is_told_apart(client: Client, case: Case) -> None:
    version = drafted(case, timezone.now())
    version.lines.create(
        position=3, description="Book", unit_price=Decimal("40.00"), tax_percent=Decimal("7.00")
    )
    services.send(version=version, now=timezone.now())
    page = words(client, path_of(version))
    assert "Tax, 7 % of 40.00 2.80 Tax, 19 % of 2,150.00 408.50 Total EUR 2,601.30" in page


def test_reading_changes_nothing(client: Client, version: QuoteVersion) -> None:
    before = QuoteVersion.objects.values().get()
    for method in (client.get, client.head):
        assert method(path_of(version)).status_code == 200
    assert client.get(path_of(version, "accept/")).headers["Location"] == path_of(version)
    assert client.get(path_of(version, "decline/")).headers["Location"] == path_of(version)
    assert client.get(path_of(version, "viewed/")).status_code == 405
    assert QuoteVersion.objects.values().get() == before


def test_nobody_keeps_or_lists_the_page(client: Client, version: QuoteVersion) -> None:
    response = client.get(path_of(version))
    assert "no-store" in response.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_markup_in_a_quote_is_shown_as_text(client: Client, case: Case) -> None:
    version = drafted(case, timezone.now())
    version.title = version.introduction = "<script>alert(1)</script>"
    version.save()
    services.send(version=version, now=timezone.now())
    page = client.get(path_of(version)).content.decode()
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
    assert "<script>alert" not in page


def test_the_link_shows_the_newest_version_that_was_sent(
    client: Client, version: QuoteVersion
) -> None:
    second = services.revise(version=version, now=timezone.now())
    assert "version 1" in words(client, path_of(version))
    services.send(version=second, now=timezone.now())
    page = words(client, path_of(version))
    assert "version 2" in page
    assert "Replaces every earlier version of this quote." in page


def test_an_expired_quote_says_so_and_asks_for_nothing(client: Client, case: Case) -> None:
    version = sent(case, timezone.now() - timedelta(days=20))
    page = words(client, path_of(version))
    assert "and can no longer be accepted. Write to us, and we will renew it." in page
    assert "Accept this quote" not in page


def test_a_draft_has_no_page(client: Client, case: Case) -> None:
    assert client.get(path_of(drafted(case, timezone.now()))).status_code == 404


@pytest.mark.parametrize("purpose", ["case", "booking"])
def test_a_link_for_something_else_opens_no_quote(
    client: Client, version: QuoteVersion, purpose: str
) -> None:
    path = f"/quote/{links.token(purpose, version.quote)}/"
    assert client.get(path).status_code == 404
    assert client.post(f"{path}accept/").status_code == 404


def test_a_revoked_link_is_gone(client: Client, version: QuoteVersion) -> None:
    path = path_of(version)
    version.quote.link_generation += 1
    version.quote.save()
    assert client.get(path).status_code == 404
