"""Sam edits a matrix with the keyboard, and nothing that was typed is ever lost."""

from __future__ import annotations

import re

from playwright.sync_api import Dialog, Locator, Page, Route, expect

from tests.browser import Visit
from tests.e2e.looks import assert_accessible, assert_fits
from tests.product import Product
from tests.staff.test_in_a_browser import sign_in

OPTION = "criteria.2.options"
CELL = "criteria.0.options.0.cells.0"


def open_editor(page: Page, product: Product, name: str) -> None:
    sign_in(page, product)
    page.goto("/admin/advisor/decisionmatrix/")
    page.get_by_role("link", name=name).click()
    expect(page.locator("#health")).to_contain_text("Health")


def field(page: Page, name: str) -> Locator:
    return page.locator(f'[name="{name}"]')


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def expect_saved(page: Page, draft: int) -> None:
    expect(page.locator("#state")).to_contain_text(f"Draft {draft}, saved")
    expect(page.get_by_text("Unsaved changes")).to_be_hidden()


def walk_the_grid(page: Page) -> None:
    field(page, "criteria.0.options.0.cells.0.anchor").focus()
    press(page, "3", "ArrowRight", "2", "ArrowDown", "ArrowLeft", "ArrowUp")
    expect(field(page, "criteria.0.options.0.cells.0.anchor")).to_be_focused()
    expect(field(page, "criteria.0.options.0.cells.0.anchor")).to_have_value("3")
    expect(field(page, "criteria.0.options.0.cells.1.anchor")).to_have_value("2")
    cell = page.locator('.cell[data-value="2"]').first
    expect(cell).to_contain_text("workable with effort")
    press(page, "Enter")
    expect(field(page, "criteria.0.options.0.cells.0.rationale")).to_be_focused()
    press(page, "Control+A")
    page.keyboard.type("Forms are part of it.")
    press(page, "Alt+ArrowDown")
    expect(field(page, "criteria.0.options.1.cells.0.rationale")).to_be_focused()
    press(page, "Escape")
    expect(field(page, "criteria.0.options.1.cells.0.anchor")).to_be_focused()


def add_an_option(page: Page) -> str:
    """What is missing is said at its cells, and saved all the same."""
    count = page.locator(f'[name^="{OPTION}."][name$=".label"]').count()
    new = f"{OPTION}.{count}"
    field(page, f"{OPTION}.0.label").focus()
    press(page, "Control+Enter")
    expect(field(page, f"{new}.label")).to_be_focused()
    page.keyboard.type("Something new")
    anchor = field(page, f"{new}.cells.0.anchor")
    expect(anchor).to_have_attribute("aria-invalid", "true")
    expect(anchor).to_have_accessible_description("must be an integer from 0 to 4")
    expect(page.locator("#health")).to_contain_text("once these 2 problems are solved")
    press(page, "Control+S")
    expect_saved(page, 1)
    expect(page.locator("#count")).to_have_text("2 problems left before it can be published")
    page.reload()
    expect(field(page, "criteria.0.options.0.cells.0.rationale")).to_have_value(
        "Forms are part of it."
    )
    expect(field(page, f"{new}.label")).to_have_value("Something new")
    expect(anchor).to_have_attribute("aria-invalid", "true")
    return new


def mend_its_problems(page: Page, new: str) -> None:
    """From the list of problems to the cell, and on from field to field."""
    anchor = field(page, f"{new}.cells.0.anchor")
    page.locator("#problems a").first.click()
    expect(anchor).to_be_focused()
    press(page, "4", "Enter")
    page.keyboard.type("Made for it.")
    press(page, "Enter", "1", "Enter")
    page.keyboard.type("Not at all.")
    expect(page.locator("#count")).to_have_text("Nothing stands in the way of publishing")
    expect(page.locator("[aria-invalid]")).to_have_count(0)
    press(page, "Control+S")
    expect_saved(page, 2)


def remove_it_by_mistake(page: Page, new: str) -> None:
    """What was removed comes back."""
    before = f"{OPTION}.{int(new.rpartition('.')[2]) - 1}"
    page.locator(f'[data-do="{new}.remove"]').click()
    expect(field(page, f"{new}.label")).to_have_count(0)
    expect(field(page, f"{before}.label")).to_be_focused()
    press(page, "Control+z")
    expect(field(page, f"{new}.cells.0.rationale")).to_have_value("Made for it.")
    expect(page.locator(f'[data-do="{new}.remove"]')).to_be_focused()


def test_a_matrix_is_edited_with_the_keyboard_alone(product: Product, visit: Visit) -> None:
    page = visit()
    open_editor(page, product, "Django or FastAPI")
    walk_the_grid(page)
    new = add_an_option(page)
    mend_its_problems(page, new)
    remove_it_by_mistake(page, new)


class Held:
    """Keeps the first request to an address back until it is let go."""

    def __init__(self, page: Page, address: str | re.Pattern[str]) -> None:
        self.routes: list[Route] = []
        page.route(address, self._hold_the_first)

    def _hold_the_first(self, route: Route) -> None:
        self.routes.append(route)
        if len(self.routes) > 1:
            route.continue_()

    def let_go(self) -> None:
        self.routes[0].continue_()


def save_after_somebody_else(page: Page, other: Page) -> None:
    """Theirs is shown, and goes under only when Sam says so."""
    field(other, f"{CELL}.anchor").fill("1")
    press(other, "Control+S")
    expect_saved(other, 1)
    field(page, f"{CELL}.rationale").fill("Sam's own words.")
    press(page, "Control+S")
    report = page.locator("#report")
    expect(report.locator(".conflict")).to_be_focused()
    expect(report).to_contain_text("sam has saved this matrix in the meantime")
    expect(page.locator(".cell").first).to_contain_text("Theirs: 1")
    expect(field(page, f"{CELL}.rationale")).to_have_value("Sam's own words.")
    page.locator(".cell").first.get_by_role("button", name="Take theirs").first.click()
    expect(field(page, f"{CELL}.anchor")).to_have_value("1")
    expect(field(page, f"{CELL}.anchor")).to_be_focused()
    report.get_by_role("button", name="Save yours on top of draft 1").click()
    expect_saved(page, 2)
    expect(report.locator(".conflict")).to_have_count(0)
    expect(page.get_by_role("button", name="Save draft")).to_be_focused()


def save_again_before_the_first_is_back(page: Page) -> None:
    """Sam is not told of a stranger."""
    save = re.compile("/change/$")
    held = Held(page, save)
    field(page, f"{CELL}.rationale").fill("Once.")
    with page.expect_request(save):
        press(page, "Control+S")
    field(page, f"{CELL}.rationale").fill("Twice.")
    press(page, "Control+S")
    held.let_go()
    expect_saved(page, 4)
    expect(page.locator("#report .conflict")).to_have_count(0)
    page.unroute(save)


def type_while_the_grid_is_drawn(page: Page) -> None:
    held = Held(page, "**/grid/")
    with page.expect_request("**/grid/"):
        page.locator('[data-do="alternatives.add"]').click()
    field(page, f"{CELL}.rationale").fill("Typed meanwhile.")
    held.let_go()
    expect(field(page, "alternatives.2.name")).to_be_focused()
    expect(field(page, f"{CELL}.rationale")).to_have_value("Typed meanwhile.")
    page.keyboard.type("Go")
    expect(page.get_by_role("columnheader", name="Go", exact=True).first).to_be_visible()


def save_without_network_and_session(page: Page) -> None:
    """It is said, and saved when both are back."""
    failure = page.locator(".failure p:visible")
    page.context.set_offline(True)
    press(page, "Control+S")
    expect(failure).to_contain_text("What you typed is still here")
    page.context.set_offline(False)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    press(page, "Control+S")
    expect(failure).to_contain_text("You are not signed in any more")
    with page.expect_response("**/grid/"):
        page.locator('[data-do="alternatives.2.up"]').click()
    expect(page.get_by_text("Unsaved changes")).to_be_visible()
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # as it has given them itself
    press(page, "Control+S", "Control+S")
    expect_saved(page, 5)
    expect(failure).to_have_count(0)
    page.reload()
    expect(field(page, "alternatives.2.name")).to_have_value("Go")
    expect(field(page, f"{CELL}.rationale")).to_have_value("Typed meanwhile.")


def leave_with_unsaved_changes(page: Page) -> None:
    """Leaving asks first."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.get_by_role("link", name="Compare").click()
    page.wait_for_url("**/diff/")
    assert asked == []
    page.go_back()
    field(page, "title").fill("Unsaved")
    page.get_by_role("link", name="Compare").click()
    page.wait_for_url("**/diff/")
    assert asked == ["beforeunload"]


def test_nothing_typed_is_lost_whatever_happens_meanwhile(product: Product, visit: Visit) -> None:
    page, other = visit(), visit()
    for one in (page, other):
        open_editor(one, product, "FastAPI or Node.js")
    save_after_somebody_else(page, other)
    save_again_before_the_first_is_back(page)
    type_while_the_grid_is_drawn(page)
    save_without_network_and_session(page)
    leave_with_unsaved_changes(page)


def test_everybody_can_use_the_editor(product: Product, visit: Visit) -> None:
    page = visit(policy=False)
    open_editor(page, product, "Monolith")
    field(page, "criteria.0.name").fill("")
    expect(field(page, "criteria.0.name")).to_have_attribute("aria-invalid", "true")
    page.locator(".more summary").first.click()
    page.get_by_text("Keys").click()
    assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 900})
    assert_fits(page)
