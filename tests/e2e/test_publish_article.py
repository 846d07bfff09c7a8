"""Sam writes an article, shows it to somebody, and publishes it; Lin was faster with a change."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import Visit
from tests.e2e.looks import assert_accessible, assert_fits
from tests.e2e.test_staff import sign_in
from tests.product import Product

BODY = "A queue keeps work until somebody has the time to do it.\n"


def looks_right(page: Page) -> None:
    assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 900})
    assert_fits(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def save(page: Page, button: str = "Save draft") -> None:
    page.get_by_role("button", name=button).click()


def test_sam_writes_shows_and_publishes_an_article(product: Product, visit: Visit) -> None:
    page, lin, anybody = visit(policy=False), visit(policy=False), visit()
    sign_in(page, product)
    page.goto("/admin/blog/article/add/")
    page.get_by_label("Title").fill("When work_should wait?")
    expect(page.get_by_label("Slug")).to_have_value("when-work-should-wait")
    page.get_by_label("Summary").fill("Of queues.")
    expect(page.locator(".field-summary .help")).to_contain_text("10 / 300")
    page.get_by_label("Text").fill(BODY)
    save(page)
    expect(page.locator(".messagelist")).to_contain_text("Saved as revision 1.")

    link = page.get_by_role("textbox", name="Preview link").input_value()
    anybody.goto(link)
    expect(anybody.get_by_role("heading", level=1)).to_have_text("When work_should wait?")

    # Lin, in another window, changes the same sentence first.
    sign_in(lin, product)
    lin.goto(page.url)
    lin.get_by_label("Text").fill(BODY.replace("somebody", "a worker"))
    save(lin)
    page.get_by_label("Text").fill(BODY.replace("the time", "an hour"))
    save(page)
    conflict = page.get_by_role("alert")
    expect(conflict).to_contain_text("Somebody else saved this article meanwhile")
    expect(conflict.locator("del").first).to_contain_text("a worker has the time")
    expect(conflict.locator("ins").first).to_contain_text("somebody has an hour")
    looks_right(page)
    save(page, "Save mine on top of revision 2 anyway")
    expect(page.locator(".messagelist")).to_contain_text("Saved as revision 3.")

    tools = page.get_by_role("navigation", name="This article")
    for name in ("Revisions", "Publish or schedule"):
        tools.get_by_role("link", name=name).click()
        looks_right(page)
    page.get_by_label("Date and time").fill("2020-01-01T10:30")
    page.get_by_role("button", name="Schedule revision 3").click()
    expect(page.get_by_role("alert")).to_contain_text("This time has passed.")
    page.get_by_role("button", name="Publish revision 3").click()
    expect(page.locator(".messagelist")).to_contain_text("Readers see revision 3 now.")
    page.get_by_role("link", name="open the page").click()
    expect(page.locator(".prose")).to_contain_text("until somebody has an hour")

    page.go_back()
    page.get_by_role("button", name="Revoke the link").click()
    expect(page.locator(".messagelist")).to_contain_text("leads nowhere now")
    anybody.goto(link)
    expect(anybody.get_by_role("heading", level=1)).to_have_text("There is no page at this address")
