"""Back, Forward, refresh, and a bookmark in the middle of the intake: nothing is lost by any."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Visit
from tests.e2e.journey import choose, continue_, heading, refused
from tests.product import Product

MATRIX = "/intake/fastapi-vs-nodejs/"
ANSWERED = "?team=python&integrity=plain&time=webapp"
RESTORED = "Restored: what you had entered here was kept, but not sent yet."
QUESTION = "What will this backend spend most of its time on?"
AI = "AI features: serving models, retrieval, embeddings"


def at(page: Page, step: str, title: str) -> None:
    """The address is that of the page that shows."""
    heading(page, title)
    expect(page).to_have_url(re.compile(f"{MATRIX}{step}/(#.*)?$"))
    page.wait_for_load_state()


def restored(page: Page, text: str) -> None:
    at(page, "brief", "What you are building")
    expect(page.get_by_label("What is being built?")).to_have_value(text)
    expect(page.get_by_text(RESTORED)).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_nothing_is_lost_on_the_way_back_and_forth(
    product: Product, visit: Visit, javascript: bool
) -> None:
    page = visit(javascript=javascript)
    page.goto(MATRIX + ANSWERED)
    page.get_by_role("button", name="Start").click()
    choose(page, AI)
    continue_(page, "The verdict on your case")
    continue_(page, "What you are building")

    page.go_back()
    at(page, "verdict", "The verdict on your case")
    page.go_back()
    at(page, "q-workload", QUESTION)
    expect(page.get_by_label(AI)).to_be_checked()
    page.go_forward()
    at(page, "verdict", "The verdict on your case")
    page.go_forward()
    at(page, "brief", "What you are building")

    what = page.get_by_label("What is being built?")
    if javascript:
        # Kept while she types, so that it outlives a refresh.
        with page.expect_response("**/half-written/") as kept:
            what.fill("A freight exchange")
        assert kept.value.status == 204
        expect(page.locator("main").get_by_text("Saved as you type")).to_be_visible()
        expect(page.locator("[data-announcer]")).to_have_text("Saved as you type")
        page.reload()
        restored(page, "A freight exchange")
    what.fill("A freight exchange for the Baltic")
    refused(page, "stage")

    # The page with the mistake is no stop of its own on the way back.
    page.go_back()  # From the field that the summary led to.
    if javascript:
        restored(page, "A freight exchange for the Baltic")
    page.go_back()
    if not javascript:  # To the page as it was before it was sent.
        restored(page, "A freight exchange for the Baltic")
        page.go_back()
    at(page, "verdict", "The verdict on your case")
    page.goto(f"{MATRIX}contact/")
    restored(page, "A freight exchange for the Baltic")
    bookmark = page.context.new_page()
    bookmark.goto(f"{MATRIX}brief/")
    restored(bookmark, "A freight exchange for the Baltic")
    choose(bookmark, "An idea or a plan")
    continue_(bookmark, "What it has to carry, and when")
    bookmark.go_back()
    at(bookmark, "brief", "What you are building")
    expect(bookmark.get_by_label("An idea or a plan")).to_be_checked()
    expect(bookmark.get_by_text(RESTORED)).to_have_count(0)
