"""Sam begins a matrix, changes it from a file, looks at what that does, and publishes it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import Visit
from tests.e2e.looks import assert_accessible, assert_fits
from tests.e2e.test_staff import sign_in
from tests.product import Product

TOML = """\
slug = "queue-or-cron"
title = "A queue, or cron?"
alternatives = [
  { key = "a_message_queue", name = "A message queue", detail = "" },
  { key = "cron", name = "Cron", detail = "" },
]

[[criteria]]
key = "criterion_1"
name = "How soon"
question = "How soon must the work be done once it is asked for?"
why = "Cron looks once a minute at most."
weight = 5

[[criteria.options]]
key = "seconds"
label = "Within seconds"
cells.a_message_queue = { anchor = 4, rationale = "A worker takes it at once." }
cells.cron = { anchor = 1, rationale = "It waits for the next minute." }
[[criteria.options]]
key = "tomorrow"
label = "By tomorrow"
cells.a_message_queue = { anchor = 3, rationale = "It can wait there as well." }
cells.cron = { anchor = 2, rationale = "" }
"""


def looks_right(page: Page) -> None:
    assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 900})
    assert_fits(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_sam_begins_a_matrix_and_publishes_it(product: Product, visit: Visit) -> None:
    page = visit(policy=False)
    sign_in(page, product)
    page.goto("/admin/advisor/decisionmatrix/add/")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved.")
    looks_right(page)
    page.get_by_label("Title").fill("Queue or cron?")
    page.get_by_label("Slug").fill("queue-or-cron")
    page.get_by_label("First alternative").fill("A message queue")
    page.get_by_label("Second alternative").fill("Cron")
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".messagelist")).to_contain_text("Nobody else sees it")

    tools = page.get_by_role("navigation", name="This matrix")
    tools.get_by_role("link", name="Import").click()
    page.get_by_label("Or the text of one").fill(TOML)
    page.get_by_role("button", name="Import as a draft").click()
    expect(page.locator(".messagelist")).to_contain_text("Imported as draft 2.")

    tools.get_by_role("link", name="Versions and drafts").click()
    looks_right(page)
    page.get_by_role("link", name="What draft 2 changed").click()
    expect(page.locator(".change ins").first).to_contain_text("A queue,")
    looks_right(page)

    tools.get_by_role("link", name="Review and publish").click()
    looks_right(page)
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was published.")
    page.get_by_label("Cron can never win.").check()
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.locator(".messagelist")).to_contain_text("Published as version 1.")

    page.goto("/admin/advisor/matrixversion/?q=")
    page.get_by_role("link", name="A queue, or cron? v1").click()
    looks_right(page)
    page.get_by_role("button", name="Start again from this version").click()
    expect(page.locator(".messagelist")).to_contain_text("Draft 2 already says the same.")
