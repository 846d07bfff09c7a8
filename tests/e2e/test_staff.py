"""Sam's day in the admin: a lead, a note, a quote, and what the client makes of it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser import Visit
from tests.e2e.journey import (
    Visitor,
    body,
    book_first_free_time,
    fill_in_contact,
    rows,
    wait_for_mails,
)
from tests.e2e.looks import Check, assert_accessible, assert_fits
from tests.product import Product

QUOTE_LINK = re.compile(r"http://localhost:\d+(/quote/[^\s/]+/)")
FOLLOW_UPS = (
    "SELECT m.state, m.reason FROM followups_message m JOIN leads_case c ON c.id = m.case_id "
    "WHERE c.email = %s AND m.kind = 'quote-follow-up'"
)


def sign_in(page: Page, product: Product) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill("sam")
    page.get_by_label("Password").fill(product.staff_password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()


def open_lead(page: Page, email: str) -> None:
    page.goto(f"/admin/leads/lead/?q={email}")
    page.locator("#result_list tbody th a").first.click()


def book_a_call(visit: Visit, ada: Visitor) -> None:
    page = visit()
    page.goto("/book/?from=fastapi-or-nodejs&cta=call")
    fill_in_contact(page, ada)
    book_first_free_time(page)


def work_the_lead(page: Page) -> None:
    """Another stage and a note, both in the timeline at once."""
    page.get_by_label("Stage").select_option("qualified")
    page.get_by_label("Add a note").fill("Wants a second opinion on <her> queue.")
    page.get_by_role("button", name="Save and continue editing").click()
    for line in ["Call booked → Qualified", "Wants a second opinion on <her> queue.", "opened"]:
        expect(page.locator("#content")).to_contain_text(line)


def send_a_quote(page: Page, check: Check, description: str = "Architecture review") -> None:
    """Two days at 1,200.00, from the lead's page to the client."""
    page.get_by_role("button", name=re.compile("Draft a quote")).click()
    check(page)
    page.locator("[name=lines-0-description]").fill(description)
    page.locator("[name=lines-0-quantity]").fill("2")
    page.locator("[name=lines-0-unit_price]").fill("1200.00")
    page.get_by_role("button", name=re.compile("Send to client")).click()
    expect(page.locator(".messagelist")).to_contain_text("sent")
    check(page)


def quote_link(product: Product, ada: Visitor) -> str:
    """Where the mail with the quote leads; a follow-up waits behind it."""
    found = QUOTE_LINK.search(body(wait_for_mails(product, ada.email, 2)[-1]))
    assert found
    assert rows(product, FOLLOW_UPS, ada.email) == [("queued", "")]
    return found.group(1)


def test_sam_quotes_and_ada_accepts(product: Product, visit: Visit) -> None:
    ada = Visitor("Ada Okafor", "ada.quote@client.example")
    book_a_call(visit, ada)
    staff = visit(policy=False)
    staff.goto("/admin/")
    assert_accessible(staff)
    sign_in(staff, product)
    assert_accessible(staff)
    staff.goto("/admin/leads/lead/")
    assert_accessible(staff)
    open_lead(staff, ada.email)
    work_the_lead(staff)
    assert_accessible(staff)
    send_a_quote(staff, assert_accessible)
    staff.set_viewport_size({"width": 390, "height": 900})
    assert_accessible(staff)

    client = visit(width=390)
    client.goto(quote_link(product, ada))
    expect(client.locator("main")).to_contain_text("2,856.00")
    assert_accessible(client)
    client.get_by_label("Your full name").fill("Ada Okafor")
    client.get_by_label("I accept this quote.").check()
    client.get_by_role("button", name="Accept this quote").click()
    expect(client.locator("main")).to_contain_text("Ada Okafor accepted this quote")
    assert_accessible(client)
    assert rows(product, FOLLOW_UPS, ada.email) == [("suppressed", "The quote was accepted.")]

    open_lead(staff, ada.email)
    expect(staff.get_by_label("Stage")).to_have_value("won")


def test_the_client_can_decline_without_javascript(product: Product, visit: Visit) -> None:
    ada = Visitor("Ada Okafor", "ada.declines@client.example")
    book_a_call(visit, ada)
    staff = visit()
    sign_in(staff, product)
    open_lead(staff, ada.email)
    send_a_quote(staff, assert_fits)
    client = visit(javascript=False, width=390)
    client.goto(quote_link(product, ada))
    client.get_by_label("What would have to be different? (optional)").fill("Half of it.")
    client.get_by_role("button", name="Decline this quote").click()
    expect(client.locator("main")).to_contain_text("This quote was declined")
    assert_fits(client)
    assert rows(product, FOLLOW_UPS, ada.email) == [("suppressed", "The quote was declined.")]


def test_words_without_an_end_fit_on_the_pages(product: Product, visit: Visit) -> None:
    ada = Visitor("A" * 100, "ada.long@client.example")
    book_a_call(visit, ada)
    staff = visit()
    sign_in(staff, product)
    open_lead(staff, ada.email)
    expect(staff.get_by_label("Stage")).to_be_visible()
    assert_fits(staff)
    send_a_quote(staff, assert_fits, description="W" * 200)
    client = visit()
    client.goto(quote_link(product, ada))
    assert_fits(client)
    client.emulate_media(media="print")
    assert_fits(client)
    client.emulate_media(media="screen")
    client.set_viewport_size({"width": 390, "height": 900})
    assert_fits(client)
