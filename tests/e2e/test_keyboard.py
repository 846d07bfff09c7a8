"""The whole intake with nothing but a keyboard."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import Visit
from tests.e2e.journey import ARTICLE
from tests.product import Product

MOST_TABS = 120


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on *selector*, as somebody without a mouse does."""
    for _ in range(MOST_TABS):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert_focus_shows(page, selector)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not reach {selector} on {page.url}.")


def assert_focus_shows(page: Page, selector: str) -> None:
    """The window looks different with the focus there than with the focus nowhere."""
    # Hiding the caret would leave inline styles behind, which the security policy refuses.
    focused = page.screenshot(caret="initial")
    page.evaluate("window.last = document.activeElement; last.blur()")
    unfocused = page.screenshot(caret="initial")
    page.evaluate("last.focus({focusVisible: true, preventScroll: true})")
    assert focused != unfocused, f"Nothing shows that {selector} has the focus."


def press(page: Page, selector: str, key: str) -> None:
    tab_to(page, selector)
    page.keyboard.press(key)


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def swapped_in(page: Page, text: str) -> None:
    """The focus moves to the heading of what is swapped in, and who presses before is too early."""
    heading(page, text)
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_ada_submits_her_case_with_the_keyboard_alone(product: Product, visit: Visit) -> None:
    page = visit()
    page.goto(ARTICLE)
    press(page, "[name='workload'][value='ml']", "Space")
    expect(page.locator("#verdict")).to_contain_text("1 of 4 criteria answered")
    press(page, "#verdict a.button[href*='/intake/']", "Enter")
    heading(page, "Bring us your case")
    press(page, "main form button", "Enter")
    for question in ("team", "integrity", "time"):
        expect(page.locator(f"form[action*='q-{question}']")).to_be_visible()
        if question != "team":
            expect(page.get_by_role("heading", level=1)).to_be_focused()
        press(page, "main input[type=radio]", "Space")
        press(page, "main form button.button", "Enter")
    swapped_in(page, "The verdict on your case")
    press(page, "main form button.button", "Enter")
    swapped_in(page, "What you are building")
    tab_to(page, "[name=what]")
    page.keyboard.type("Forecasts for a freight exchange.")
    press(page, "[name=stage]", "Space")
    press(page, "main form button.button", "Enter")
    swapped_in(page, "What it has to carry, and when")
    for name in ("users", "traffic", "timeline", "budget"):
        press(page, f"[name={name}]", "Space")
    press(page, "main form button.button", "Enter")
    swapped_in(page, "How we reach you")
    tab_to(page, "[name=name]")
    page.keyboard.type("Ada Okafor")
    tab_to(page, "[name=email]")
    page.keyboard.type("ada.keyboard@client.example")
    press(page, "[name=consent]", "Space")
    press(page, "main form button.button", "Enter")
    swapped_in(page, "Check your answers")
    press(page, "main form button.button", "Enter")
    heading(page, "We have your case")


def test_an_error_is_where_the_focus_is(product: Product, visit: Visit) -> None:
    page = visit()
    page.goto("/book/")
    page.get_by_label("Name", exact=True).fill("Ada")
    page.get_by_role("button", name="Book this call").click()
    summary = page.locator("[role=alert]").first
    expect(summary).to_be_focused()
    page.wait_for_load_state()  # Nobody is as fast as to press a key before.
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=starts_at]").first).to_be_focused()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada")
