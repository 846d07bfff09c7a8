"""What a client sends from the page of a quote: accepting, declining, having looked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from consult.leads.models import Case
from consult.quotes import services
from consult.quotes.models import Acceptance, QuoteVersion
from tests.quotes.offers import path_of, sent

YES = {"version": "1", "name": "Ada Okafor", "agreed": "on"}
OUT_OF_DATE = "This page was out of date. Read the quote below before you answer it."


@pytest.fixture
def version(case: Case) -> QuoteVersion:
    return sent(case, timezone.now())


def status(version: QuoteVersion) -> str:
    version.refresh_from_db()
    return version.status


def words(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def test_a_typed_name_and_a_tick_accept(client: Client, version: QuoteVersion) -> None:
    response = client.post(
        path_of(version, "accept/"), YES | {"name": " Ada Okafor "}, REMOTE_ADDR="192.0.2.7"
    )
    assert (response.status_code, response.headers["Location"]) == (303, path_of(version))
    assert status(version) == "accepted"
    assert (version.acceptance.name, version.acceptance.address) == ("Ada Okafor", "192.0.2.7")
    page = words(client.get(path_of(version)))
    assert "Ada Okafor accepted this quote on" in page
    assert "Accept this quote" not in page


def test_an_answer_without_the_pages_own_token_is_refused(version: QuoteVersion) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(path_of(version, "accept/"), YES).status_code == 403
    assert status(version) == "sent"


@pytest.mark.parametrize(
    ("data", "sentences"),
    [
        pytest.param(
            {},
            [OUT_OF_DATE, "Enter your name, as you would sign.", "Tick the box to accept"],
            id="nothing",
        ),
        pytest.param(YES | {"agreed": ""}, ["Tick the box to accept this quote."], id="no tick"),
        pytest.param(YES | {"name": " \t "}, ["Enter your name, as you would sign."], id="blank"),
        pytest.param(YES | {"name": "A\0da"}, ["Remove the characters"], id="NUL"),
        pytest.param(YES | {"name": "Ada\r\nO."}, ["Write this on one line."], id="two lines"),
        pytest.param(YES | {"name": "A" * 101}, ["Shorten this to 100"], id="long name"),
        pytest.param(YES | {"version": ""}, [OUT_OF_DATE], id="no version"),
        pytest.param(YES | {"version": "2"}, [OUT_OF_DATE], id="another version"),
        pytest.param(YES | {"version": "9" * 400}, [OUT_OF_DATE], id="huge version"),
        pytest.param(YES | {"version": "1\0"}, ["Null characters"], id="NUL in the version"),
        pytest.param(YES | {"version": "<b>"}, [OUT_OF_DATE], id="markup in the version"),
        pytest.param(YES | {"version": "²"}, [OUT_OF_DATE], id="odd digit"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_accepted(
    client: Client, version: QuoteVersion, data: dict[str, str], sentences: list[str]
) -> None:
    response = client.post(path_of(version, "accept/"), data)
    assert response.status_code == 422
    for sentence in sentences:
        assert sentence in words(response)
    assert (status(version), Acceptance.objects.count()) == ("sent", 0)


def test_what_was_typed_is_kept(client: Client, version: QuoteVersion) -> None:
    page = client.post(path_of(version, "accept/"), {"name": '"><b>Ada'}).content.decode()
    assert 'value="&quot;&gt;&lt;b&gt;Ada"' in page
    page = client.post(path_of(version, "decline/"), {"reason": "Too <dear>"}).content.decode()
    assert "Too &lt;dear&gt;</textarea>" in page


@pytest.mark.parametrize("action", ["accept/", "decline/"])
def test_text_that_cannot_be_read_is_refused(
    client: Client, version: QuoteVersion, action: str
) -> None:
    for odd in (b"%ED%A0%80", b"%00", b"%01"):
        response = client.post(
            path_of(version, action),
            b"version=1&agreed=on&name=Ada" + odd + b"&reason=No" + odd,
            content_type="application/x-www-form-urlencoded",
        )
        assert response.status_code == 422
        assert "Remove the characters that cannot be read from this text." in words(response)
    assert status(version) == "sent"


def test_a_megabyte_is_refused_with_a_sentence(client: Client, version: QuoteVersion) -> None:
    response = client.post(path_of(version, "accept/"), YES | {"name": "😀" * 250_000})
    assert response.status_code == 413
    assert "That is too much at once." in words(response)
    assert status(version) == "sent"


@pytest.mark.parametrize("action", ["accept/", "decline/"])
def test_too_late_is_a_conflict_that_says_so(client: Client, case: Case, action: str) -> None:
    version = sent(case, timezone.now() - timedelta(days=20))
    response = client.post(path_of(version, action), YES)
    assert response.status_code == 409
    assert "This quote has expired. Write to us, and we will renew it." in words(response)
    assert status(version) == "sent"


@pytest.mark.parametrize("action", ["accept/", "decline/"])
def test_an_answer_to_an_older_version_is_not_taken_for_the_new_one(
    client: Client, version: QuoteVersion, action: str
) -> None:
    second = services.revise(version=version, now=timezone.now())
    services.send(version=second, now=timezone.now())
    response = client.post(path_of(version, action), YES | {"reason": "Too dear."})
    assert response.status_code == 409
    assert "A newer version of this quote has been sent. Please read that one." in words(response)
    assert "version 2" in words(response)
    assert status(second) == "sent"
    kept = {"accept/": 'value="Ada Okafor"', "decline/": "Too dear.</textarea>"}
    assert kept[action] in response.text
    assert "checked" not in response.text


def test_a_quote_is_declined_with_or_without_a_reason(client: Client, case: Case) -> None:
    for reason in ("Too dear.", ""):
        version = sent(case, timezone.now())
        client.post(path_of(version, "decline/"), {"version": "1", "reason": reason})
        assert (status(version), version.decline_reason) == ("declined", reason)
        assert "This quote was declined on" in words(client.get(path_of(version)))


def test_declining_an_accepted_quote_is_a_conflict(client: Client, version: QuoteVersion) -> None:
    client.post(path_of(version, "accept/"), YES)
    response = client.post(path_of(version, "decline/"), {"version": "1"})
    assert response.status_code == 409
    assert "This quote has already been accepted." in words(response)


def test_a_reason_as_long_as_a_book_is_refused_and_kept(
    client: Client, version: QuoteVersion
) -> None:
    reason = "x" * 2001
    response = client.post(path_of(version, "decline/"), {"version": "1", "reason": reason})
    assert response.status_code == 422
    assert reason in response.content.decode()
    assert status(version) == "sent"


def test_the_first_look_is_recorded(client: Client, version: QuoteVersion) -> None:
    assert client.post(path_of(version, "viewed/"), {"version": "1"}).status_code == 204
    assert status(version) == "viewed"
    first = version.viewed_at
    client.post(path_of(version, "viewed/"), {"version": "1"})
    version.refresh_from_db()
    assert version.viewed_at == first
    assert version.quote.case.activities.filter(text=f"Quote {version} viewed").count() == 1


def test_a_look_at_an_answered_quote_changes_nothing(client: Client, version: QuoteVersion) -> None:
    client.post(path_of(version, "accept/"), YES)
    assert client.post(path_of(version, "viewed/"), {"version": "1"}).status_code == 204
    assert status(version) == "accepted"


@pytest.mark.parametrize(
    ("number", "sentence"),
    [("", OUT_OF_DATE), ("2", OUT_OF_DATE), ("x" * 1000, OUT_OF_DATE), ("\0", "Null characters")],
)
def test_a_look_at_no_version_is_refused(
    client: Client, version: QuoteVersion, number: str, sentence: str
) -> None:
    response = client.post(path_of(version, "viewed/"), {"version": number})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert status(version) == "sent"


def test_a_viewed_quote_can_be_accepted(client: Client, version: QuoteVersion) -> None:
    client.post(path_of(version, "viewed/"), {"version": "1"})
    client.post(path_of(version, "accept/"), YES)
    assert status(version) == "accepted"
