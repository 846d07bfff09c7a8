"""What a screen reader is given of the whole intake, page by page, as the transcript has it.

In it are a page with mistakes, an answer that was taken out, two tabs, and the page that offers
both. `RENEW=1 pytest tests/e2e/test_transcript.py` writes it anew: read what has changed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser import Visit
from tests.e2e.journey import (
    Visitor,
    a_while_later,
    choose,
    continue_,
    fill_in_contact,
    fill_in_plans,
    heading,
)
from tests.product import Product

KEPT = Path(__file__).with_name("transcript.yaml")
SLUG = "monolith-or-services"
# What differs from run to run, and what nobody is read: where a link leads.
VOLATILE = [
    (re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b"), "REFERENCE"),
    (re.compile(r"^ *- /url: .*\n", re.MULTILINE), ""),
    # Nobody reads six hundred time zones either.
    (re.compile(r"^ *- option .*(?<!\[selected\])\n", re.MULTILINE), ""),
]


def heard(page: Page) -> str:
    """The page's title, and the accessibility tree of what it is about."""
    said = page.locator("main").aria_snapshot() + "\n"
    for pattern, word in VOLATILE:
        said = pattern.sub(word, said)
    return f"# {page.title()}\n{said}"


class Listener:
    """Hears page after page, in the order in which Ada comes to them."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def hear(self, page: Page) -> None:
        self.told.append(heard(page))


def test_a_screen_reader_is_told_what_the_transcript_says(product: Product, visit: Visit) -> None:
    page, ada = visit(width=1280), Listener()
    answer_the_questions(page, ada)
    continue_(page, "What you are building")
    ada.hear(page)
    other = page.context.new_page()
    other.goto(page.url)
    fill_in_the_brief_of_a_rewrite(page, ada)
    go_on_in_the_other_tab(other, ada)
    submit_what_is_outdated(page, other, ada, product)

    transcript = "\n".join(ada.told)
    if os.environ.get("RENEW"):
        KEPT.write_text(transcript)
    assert transcript == KEPT.read_text()


def answer_the_questions(page: Page, ada: Listener) -> None:
    """From the start to the verdict, with a page that is sent empty on the way."""
    page.goto(f"/intake/{SLUG}/")
    ada.hear(page)
    page.get_by_role("button", name="Start").click()
    heading(page, "Your case")
    ada.hear(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_be_focused()
    ada.hear(page)
    while "/verdict/" not in page.url:
        for group in page.get_by_role("group").all():
            group.locator("input").first.check()
        before = page.url
        page.get_by_role("button", name="Continue").click()
        page.wait_for_function("before => location.href !== before", arg=before)
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        ada.hear(page)


def fill_in_the_brief_of_a_rewrite(page: Page, ada: Listener) -> None:
    page.bring_to_front()  # A tab behind another one is drawn so seldom that it is slow to press.
    page.get_by_label("What is being built?").fill("Forecasts for a freight exchange.")
    choose(page, "Running, and to be rewritten")
    continue_(page, "What it has to carry, and when")
    ada.hear(page)
    page.get_by_label("What runs today?").fill("A monolith on one machine.")
    choose(page, "It is too hard to change")
    fill_in_plans(page)
    continue_(page, "How we reach you")
    ada.hear(page)


def go_on_in_the_other_tab(other: Page, ada: Listener) -> None:
    """Another brief, which wins; what the first tab answered no longer applies."""
    other.bring_to_front()
    other.get_by_label("What is being built?").fill("A booking engine for ferries.")
    choose(other, "An idea or a plan")
    continue_(other, "How we reach you")
    ada.hear(other)
    other.get_by_role("button", name="Keep the later answer").click()
    fill_in_contact(other, Visitor("Ada Okafor", "ada.hears@client.example"))
    continue_(other, "Check your answers")
    ada.hear(other)


def submit_what_is_outdated(page: Page, other: Page, ada: Listener, product: Product) -> None:
    """The first tab changes an answer before the other submits, which is then offered both."""
    page.bring_to_front()
    page.goto(f"/intake/{SLUG}/brief/?change=1")
    page.get_by_label("What is being built?").fill("Neither of both.")
    continue_(page, "Check your answers")
    a_while_later(product)
    other.bring_to_front()
    other.get_by_role("button", name="Submit").click()
    heading(other, "Your answers have changed in another tab")
    ada.hear(other)
    other.get_by_role("button", name="Go on with your page").click()
    heading(other, "Check your answers")
    expect(other.locator("main")).to_contain_text("A booking engine for ferries.")
    other.get_by_role("button", name="Submit").click()
    heading(other, "We have your case")
    ada.hear(other)
