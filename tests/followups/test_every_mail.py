"""What holds of every mail, whatever it says."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from typing import Literal

import pytest
from django.utils.translation import override

from consult.followups.compose import compose
from consult.followups.models import Message
from tests.browser import chromium
from tests.e2e.looks import assert_accessible
from tests.followups.every_mail import every_mail

pytestmark = pytest.mark.django_db

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
STYLED = {"a", "h1", "h2", "p", "td", "th"}
# What some mail programs drop or refuse; and nothing is loaded, so nobody is told of a reader.
UNSAFE = {"script", "link", "img", "form", "iframe", "svg", "video", "section", "article", "main"}


class Mail(HTMLParser):
    """The elements of a mail, and the addresses that it links to."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.links: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.links += [value for name, value in attrs if name == "href" and value]


# Made by the first test that reads them; none changes them.
MAILS: list[Message] = []


@pytest.fixture
def mails() -> list[Message]:
    MAILS.extend([] if MAILS else every_mail())
    return MAILS


def test_there_is_one_of_every_kind(mails: list[Message]) -> None:
    assert {mail.kind for mail in mails} == set(Message.Kind.values)


def test_every_element_carries_its_own_style(mails: list[Message]) -> None:
    bare = [
        (mail.kind, tag)
        for mail in mails
        for tag, attributes in Mail(mail.html).elements
        if tag in STYLED and "style" not in attributes and "align" not in attributes
    ]
    assert bare == []


def test_the_layout_is_made_of_tables_that_every_program_understands(mails: list[Message]) -> None:
    for mail in mails:
        elements = Mail(mail.html).elements
        assert {tag for tag, _ in elements} & UNSAFE == set()
        for tag, attributes in elements:
            if tag == "table":
                plain = [attributes.get(name) for name in ("cellpadding", "cellspacing", "border")]
                assert plain == ["0", "0", "0"], mail.kind
            assert not re.search(r"\b(flex|grid|var\()", attributes.get("style") or ""), mail.kind


def test_the_dark_scheme_and_the_preheader_are_there(mails: list[Message]) -> None:
    for mail in mails:
        assert "@media (prefers-color-scheme: dark)" in mail.html
        assert '<meta name="color-scheme" content="light dark">' in mail.html
        preheader = re.search(r'<div class="preheader"[^>]*>(.*?)</div>', mail.html, re.DOTALL)
        assert preheader
        assert (mail.kind, preheader[1].strip() != "") == (mail.kind, True)


def test_no_mail_is_so_long_that_it_is_clipped(mails: list[Message]) -> None:
    """Gmail cuts a message at 102 kB."""
    assert max(len(mail.html.encode()) for mail in mails) < 50_000


def test_the_plain_text_has_every_link_and_no_markup(mails: list[Message]) -> None:
    for mail in mails:
        links = [link for link in Mail(mail.html).links if link.startswith("http")]
        home = [link for link in links if link.count("/") == 3]
        assert [link for link in links if link not in home and link not in mail.text] == []
        assert re.findall(r"<[a-z/]|&[a-z]+;|\{[{%]", mail.text) == []


def test_the_plain_text_reads_well_in_72_columns(mails: list[Message]) -> None:
    for mail in mails:
        lines = mail.text.splitlines()
        assert [line for line in lines if len(line) > 72 and " " in line] == []
        assert "\n\n\n" not in mail.text
        assert [line for line in lines if line != line.strip()] == []


def test_it_fits_a_phone_and_can_be_read_in_both_schemes(mails: list[Message]) -> None:
    """MAIL_PICTURES names a folder to keep pictures in, to be looked at."""
    pages = {mail.kind: mail.html for mail in mails}
    with ThreadPoolExecutor(1) as thread:
        thread.submit(look_at, pages, os.environ.get("MAIL_PICTURES")).result()


def look_at(pages: dict[str, str], folder: str | None) -> None:
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 360, "height": 800})
        for kind, html in pages.items():
            page.set_content(html)
            assert_accessible(page)
            for scheme in SCHEMES if folder else ():
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=f"{folder}/{kind}-{scheme}.png", full_page=True)


def test_in_a_language_that_runs_from_right_to_left_it_does_so() -> None:
    with override("ar"):
        html = compose("staff-notice", {"title": "Ada", "facts": [("Name", "Ada")]}).html
    assert '<html lang="ar" dir="rtl">' in html
    assert ("text-align: right" in html, "text-align: left" in html) == (True, False)
