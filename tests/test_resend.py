"""A form that is refused as a whole can be sent again from the page that refuses it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client, RequestFactory

from consult import resend
from consult.resend import Resend, what_was_sent

REFUSING = "/fit/nowhere/card.png"


class Forms(HTMLParser):
    """The address and the hidden fields of the form that posts, on a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form" and given.get("method") == "post":
            self.action = given["action"] or ""
        if tag == "input" and given.get("type") == "hidden":
            self.fields.append((given["name"] or "", given["value"] or ""))


def sent(path: str = "/book/?x=1", *, checked: bool = True, **data: object) -> Resend | None:
    request = RequestFactory().post(path, data)
    request.csrf_processing_done = checked  # type: ignore[attr-defined]  # Django's own mark
    return what_was_sent(request)


def test_all_that_was_sent_is_kept_in_its_order() -> None:
    assert sent(b=["1", "2"], a="\r\nö", csrfmiddlewaretoken="old") == Resend(
        "/book/?x=1", (("b", "1"), ("b", "2"), ("a", "\r\nö")), files=False
    )


def test_a_file_is_not_kept_and_is_said_to_be_missing() -> None:
    assert sent(file=SimpleUploadedFile("a.pdf", b"%PDF"), note="x") == Resend(
        "/book/?x=1", (("note", "x"),), files=True
    )


@pytest.mark.parametrize("path", ["/admin/login/", "/api/v1/score"])
def test_nothing_is_kept_of_staff_and_programs(path: str) -> None:
    assert sent(path, password="secret") is None


def test_nothing_is_kept_that_another_site_may_have_sent() -> None:
    assert sent(checked=False, a="1") is None


def test_nothing_is_kept_of_a_page_that_was_only_asked_for() -> None:
    request = RequestFactory().get("/book/?a=1")
    request.csrf_processing_done = True  # type: ignore[attr-defined]  # Django's own mark
    assert what_was_sent(request) is None


def test_a_page_keeps_no_more_than_our_forms_can_hold() -> None:
    assert sent(a=["x"] * resend.MOST_FIELDS) is not None
    assert sent(a=["x"] * (resend.MOST_FIELDS + 1)) is None
    assert sent(a="x" * (resend.MOST_TEXT - 1)) is not None
    assert sent(a="x" * resend.MOST_TEXT) is None


@pytest.mark.django_db
def test_who_sends_too_often_gets_the_form_back_with_all_that_was_in_it(client: Client) -> None:
    for _ in range(20):
        client.post(REFUSING)
    refused = client.post(f"{REFUSING}?a=1", {"note": '<b>"\r\n', "more": ["1", "2"]})
    assert refused.status_code == 429
    form = Forms(refused.text)
    assert form.action == f"{REFUSING}?a=1"
    (name, token), *fields = form.fields
    assert (name, len(token)) == ("csrfmiddlewaretoken", 64)
    assert fields == [("note", '<b>"\r\n'), ("more", "1"), ("more", "2")]
    assert "Try again</button>" in refused.text


@pytest.mark.django_db
def test_the_form_of_another_site_is_refused_and_not_kept() -> None:
    stranger = Client(enforce_csrf_checks=True)
    for _ in range(21):
        refused = stranger.post(REFUSING, {"note": "planted"})
    assert refused.status_code == 403
    assert "planted" not in refused.text


def test_staff_s_own_request_has_no_mark_before_it_was_checked() -> None:
    """What `what_was_sent` relies on: only Django's check sets the mark."""
    assert not hasattr(HttpRequest(), "csrf_processing_done")
