"""Sam writes, sends, and revises a quote in the admin."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from consult.leads.models import Case
from consult.quotes import services
from consult.quotes.models import LineItem, QuoteVersion
from tests.quotes.offers import drafted, path_of, sent
from tests.staff.admin_form import fields, press, words

LINE = {
    "lines-0-description": "Architecture review",
    "lines-0-quantity": "1.5",
    "lines-0-unit_price": "1200",
    "lines-0-tax_percent": "19",
}


def page_of(version: QuoteVersion) -> str:
    return f"/admin/quotes/quoteversion/{version.pk}/change/"


@pytest.fixture
def version(case: Case) -> QuoteVersion:
    return services.draft(case=case, now=timezone.now())


def test_a_quote_is_written_and_sent_in_one_go(desk: Client, version: QuoteVersion) -> None:
    response = press(desk, page_of(version), "_send", title="Review", **LINE)
    assert "Saved and sent to the client." in words(response)
    version.refresh_from_db()
    assert (version.status, version.title) == ("sent", "Review")
    assert version.lines.get().description == "Architecture review"
    assert "EUR 2,142.00 (net 1,800.00, tax 342.00)" in words(response)
    assert f'href="{path_of(version)}"' in response.content.decode()
    assert "Total EUR 2,142.00" in words(desk.get(path_of(version)))


def test_what_cannot_be_sent_is_saved_with_the_reason(desk: Client, version: QuoteVersion) -> None:
    response = press(desk, page_of(version), "_send", title="Review")
    sentence = "Saved, but not sent. A quote needs at least one line before it can be sent."
    assert sentence in words(response)
    version.refresh_from_db()
    assert (version.status, version.title) == ("draft", "Review")


def test_a_quote_of_yesterday_is_not_sent(desk: Client, version: QuoteVersion) -> None:
    yesterday = str(timezone.localdate() - timedelta(days=2))
    response = press(desk, page_of(version), "_send", valid_until=yesterday, **LINE)
    assert "The date until which this quote is valid has passed." in words(response)
    version.refresh_from_db()
    assert version.status == "draft"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "This field is required."),
        ({"currency": "eur"}, "Three capital letters, such as EUR."),
        ({"valid_until": "soon"}, "Enter a valid date."),
        ({"valid_until": "9999-12-31"}, "Choose a date within a year."),
        ({"lines-0-quantity": "-1"}, "greater than or equal to 0"),
        ({"lines-0-quantity": "NaN"}, "Enter a number."),
        ({"lines-0-unit_price": "1e99"}, "Ensure that there are no more than"),
        ({"lines-0-unit_price": "0.005"}, "no more than 2 decimal places"),
        ({"lines-0-tax_percent": "51"}, "less than or equal to 50"),
        ({"lines-0-description": ""}, "This field is required."),
        ({"introduction": "\0"}, "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved_or_sent(
    desk: Client, version: QuoteVersion, changes: dict[str, str], sentence: str
) -> None:
    response = press(desk, page_of(version), "_send", **{**LINE, **changes})
    assert sentence in words(response)
    version.refresh_from_db()
    assert (version.status, LineItem.objects.count()) == ("draft", 0)


def test_what_was_sent_is_read_only(desk: Client, case: Case) -> None:
    version = sent(case, timezone.now())
    assert "title" not in fields(desk, page_of(version))
    assert "Revise" in desk.get(page_of(version)).content.decode()
    response = press(desk, page_of(version), "_save", title="Cheaper")
    assert "This version has been sent already." in words(response)
    version.refresh_from_db()
    assert version.title == "Consulting for Okafor Freight"


def test_a_double_click_sends_once_and_shows_the_quote(desk: Client, case: Case) -> None:
    version = drafted(case, timezone.now())
    form = fields(desk, page_of(version)) | {"_send": "1"}
    first, second = (desk.post(page_of(version), form, follow=True) for _ in range(2))
    assert "Saved and sent to the client." in words(first)
    assert "This version has been sent already." in words(second)
    assert second.status_code == 200
    sendings = case.activities.filter(text=f"Quote {version} sent")
    assert [line.by.username for line in sendings if line.by] == ["sam"]


def revise(desk: Client, version: QuoteVersion) -> str:
    path = f"/admin/quotes/quoteversion/{version.pk}/revise/"
    return words(desk.post(path, follow=True))


def test_a_revision_is_a_new_draft(desk: Client, case: Case) -> None:
    version = sent(case, timezone.now())
    assert f"{version.quote} v2" in revise(desk, version)
    second = QuoteVersion.objects.get(number=2)
    press(desk, page_of(second), "_send", title="Cheaper")
    version.refresh_from_db()
    assert version.status == "superseded"
    assert "Cheaper" in words(desk.get(path_of(version)))


def test_an_accepted_quote_is_not_revised(desk: Client, case: Case) -> None:
    version = sent(case, timezone.now())
    services.accept(version=version, name="Ada Okafor", address="192.0.2.7", now=timezone.now())
    page = words(desk.get(page_of(version)))
    assert "Accepted by Ada Okafor from 192.0.2.7, SHA-256" in page
    assert "Revise" not in page
    assert "Only the newest version can be revised" in revise(desk, version)
    assert QuoteVersion.objects.count() == 1


def test_revising_takes_a_post_from_our_own_page(desk: Client, case: Case) -> None:
    version = sent(case, timezone.now())
    path = f"/admin/quotes/quoteversion/{version.pk}/revise/"
    assert desk.get(path).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.cookies
    assert strict.post(path).status_code == 403
    assert QuoteVersion.objects.count() == 1


def test_quotes_are_only_made_from_a_lead(desk: Client, version: QuoteVersion) -> None:
    assert desk.get("/admin/quotes/quoteversion/add/").status_code == 403
    delete = f"/admin/quotes/quoteversion/{version.pk}/delete/"
    assert desk.post(delete).status_code == 403
    assert version.title in words(desk.get("/admin/quotes/quoteversion/"))
