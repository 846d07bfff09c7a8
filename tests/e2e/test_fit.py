"""Ada works on her verdict at /fit/, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Visit
from tests.e2e.looks import assert_accessible, assert_fits

FIT = "/fit/fastapi-vs-nodejs/"
CASE = FIT + "?workload=ml&workload=io&team=python&integrity=shared"


def announced(page: Page, text: str) -> None:
    expect(page.locator("[data-announcer]")).to_have_text(text)


def test_ada_weighs_with_the_keyboard_and_follows_what_would_change_it(visit: Visit) -> None:
    page = visit()
    page.goto(CASE)
    own = page.get_by_role("group", name="Weight (Team expertise)").get_by_label("4")
    own.focus()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(r"&w\.team=3&"))
    expect(page.locator(":focus")).to_have_attribute("name", "w.team")
    expect(page.locator(".verdict__reweighted")).to_contain_text("1 weight changed")
    announced(page, f"Close call: {page.locator('.verdict__headline strong').inner_text()}")

    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"integrity=shared$"))
    expect(page.locator(".verdict__reweighted")).to_have_count(0)

    page.locator(".changes a", has_text="Full-stack TypeScript developers").click()
    expect(page).to_have_url(re.compile(r"team=typescript&integrity=shared#verdict$"))
    expect(page.get_by_label("Full-stack TypeScript developers")).to_be_checked()
    expect(page.locator(".verdict__headline")).to_contain_text("Node.js")


def test_a_line_of_the_explanation_opens_the_cell_behind_it(visit: Visit) -> None:
    page = visit()
    page.goto(CASE)
    cell = page.locator("#cell-team-python-fastapi")
    expect(cell).to_be_hidden()
    page.get_by_role("link", name="Their testing, packaging, and debugging habits").click()
    expect(cell).to_be_in_viewport()
    # Folded up again, the same link opens it once more.
    page.locator("details:has(#cell-team-python-fastapi) summary").click()
    expect(cell).to_be_hidden()
    page.get_by_role("link", name="Their testing, packaging, and debugging habits").click()
    expect(cell).to_be_in_viewport()


def test_ada_copies_the_text_and_it_is_said(visit: Visit) -> None:
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(CASE)
    page.get_by_role("button", name="Copy the link").click()
    announced(page, "Link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.url + "&matrix-version=1"
    page.get_by_role("button", name="Copy as text").click()
    announced(page, "Text copied")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text == page.locator("#verdict-text").input_value()


def test_what_is_unfolded_stays_unfolded_when_the_verdict_is_drawn_again(visit: Visit) -> None:
    page = visit()
    page.goto(CASE)
    page.get_by_text("The points behind it").click()
    page.get_by_label("Connections to payment, mail, CRM, and other services").check()
    expect(page.locator(".verdict__answered")).to_have_text("4 of 4 criteria answered")
    expect(page.locator(".points")).to_be_visible()


def test_without_javascript_the_button_shows_the_verdict_on_the_weights(visit: Visit) -> None:
    page = visit(javascript=False, width=390)
    page.goto(CASE)
    page.get_by_role("group", name="Weight (Team expertise)").get_by_label("0").check()
    page.get_by_role("button", name="Show the verdict").click()
    expect(page.locator(".verdict__reweighted")).to_contain_text("1 weight changed")
    expect(page.get_by_role("button", name="Copy the link")).to_be_hidden()
    page.get_by_text("The verdict as text").click()
    expect(page.get_by_role("textbox")).to_have_value(re.compile(r"w\.team=0&matrix-version=1$"))
    assert_fits(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_verdict_page_is_accessible(visit: Visit, width: int) -> None:
    page = visit(width=width)
    page.goto(CASE + "&w.time=0")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert_accessible(page)


def test_on_paper_it_is_a_record(visit: Visit) -> None:
    page = visit(javascript=False)
    page.goto(CASE)
    page.emulate_media(media="print")
    for shown in [
        ".verdict__headline",
        ".picture__plot",
        ".points",
        ".changes",
        ".record__printed",
    ]:
        expect(page.locator(shown).first).to_be_visible()
    for hidden in [".fit__form", ".masthead__nav", ".keep", ".actions"]:
        expect(page.locator(hidden).first).to_be_hidden()


def test_in_an_article_the_reasons_of_a_row_come_when_asked_for(visit: Visit) -> None:
    page = visit()
    page.goto("/blog/fastapi-or-nodejs/")
    page.get_by_role("link", name="Why: the reason in each cell (Team expertise)").press("Enter")
    expect(page.locator("#cell-team-python-fastapi")).to_be_visible()
    expect(page.locator("summary#why-team")).to_be_focused()
    assert page.url.endswith("/blog/fastapi-or-nodejs/")
    # They are styled by the sheet that comes with them, and stay while the verdict moves.
    expect(page.locator(".anchor").first).to_have_css("display", "flex")
    page.get_by_label("Python backend developers").check()
    expect(page.locator(".verdict__answered")).to_have_text("1 of 4 criteria answered")
    expect(page.locator("#cell-team-python-fastapi")).to_be_visible()
