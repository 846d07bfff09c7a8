"""Ada's journey from the article to a booked call, in a real browser on the whole product."""

from __future__ import annotations

import re
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser import Visit
from tests.e2e.journey import (
    ARTICLE,
    Visitor,
    a_while_later,
    answer,
    body,
    book_first_free_time,
    choose,
    continue_,
    fill_in_brief,
    fill_in_contact,
    fill_in_plans,
    heading,
    refused,
    rows,
    wait_for_mails,
    wait_for_rows,
)
from tests.e2e.looks import Check, assert_accessible, assert_fits
from tests.product import Product

CASE_LINK = re.compile(r"http://localhost:\d+(/case/[^\s/]+/)")
MESSAGES = (
    "SELECT m.kind, m.state, m.attempts FROM followups_message m "
    "JOIN leads_case c ON c.id = m.case_id WHERE c.email = %s ORDER BY m.kind"
)
MOST_SCREENS = 10


@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_ada_goes_from_the_article_to_a_booked_call(
    product: Product, visit: Visit, javascript: bool
) -> None:
    ada = Visitor("Ada Okafor", f"ada.{'js' if javascript else 'plain'}@client.example")
    page = visit(javascript=javascript, width=390, time_zone="America/New_York")
    # axe is a script: what it finds with JavaScript stands in the same HTML without.
    check = assert_accessible if javascript else assert_fits

    try_the_matrix(page, check, javascript)
    screens = fill_in_the_intake(product, page, check, ada)
    assert screens <= MOST_SCREENS
    assert {cookie["name"] for cookie in page.context.cookies()} == {"csrftoken", "sessionid"}
    case_path = receive_the_mails(product, ada)
    starts_at = book_from_the_receipt(page, check, javascript)
    receive_the_invitation(product, ada, starts_at)

    stranger = visit(javascript=javascript, leaves=True)
    stranger.goto("/book/")
    assert stranger.locator(f"input[value='{starts_at}']").count() == 0
    open_the_case(stranger, check, case_path)


def try_the_matrix(page: Page, check: Check, javascript: bool) -> None:
    """In the article, two choices move the verdict, and the address carries them."""
    page.goto(ARTICLE)
    verdict = page.locator("#verdict")
    before = verdict.inner_text()
    choose(page, "AI features: serving models, retrieval, embeddings")
    choose(page, "Data engineers or AI researchers")
    if not javascript:
        page.get_by_role("button", name="Show the verdict").click()
    expect(page).to_have_url(re.compile(r"workload=ml&.*team=data"))
    expect(verdict).not_to_have_text(before)
    expect(verdict).to_contain_text("FastAPI is the clear choice")
    check(page)


def fill_in_the_intake(product: Product, page: Page, check: Check, ada: Visitor) -> int:
    """From the verdict in the article to the receipt. Returns how many screens it took."""
    page.get_by_role("link", name="Start the guided intake with these answers").click()
    heading(page, "Bring us your case")
    expect(page.locator("dl.summary")).to_contain_text("Data engineers or AI researchers")
    check(page)
    page.get_by_role("button", name="Start").click()
    refused(page, "integrity")
    answer(page, check, "What must never go wrong", "Strict schemas on everything that comes in")
    answer(page, check, "What has to be live first?", "Not sure")
    heading(page, "The verdict on your case")
    expect(page.locator("#verdict")).to_contain_text("FastAPI is the clear choice")
    check(page)
    weigh_nothing(page)
    continue_(page, "What you are building")
    check(page)
    refused(page, "what")
    check(page)
    fill_in_brief(page)
    continue_(page, "What it has to carry, and when")
    check(page)
    refused(page, "users")
    fill_in_plans(page)
    continue_(page, "How we reach you")
    check(page)
    refused(page, "name")
    fill_in_contact(page, ada)
    continue_(page, "Check your answers")
    expect(page.locator("main")).to_contain_text("Forecasts for a freight exchange & its <API>.")
    check(page)
    a_while_later(product)
    page.get_by_role("button", name="Submit").click()
    heading(page, "We have your case")
    check(page)
    return 9


def weigh_nothing(page: Page) -> None:
    """From the verdict to its weights and back."""
    page.get_by_role("link", name="Change how much each criterion matters").click()
    for weight in page.get_by_role("combobox").all():
        weight.select_option("0")
    refused(page, "w.workload")
    page.get_by_role("link", name="Back", exact=True).click()
    heading(page, "The verdict on your case")


def receive_the_mails(product: Product, ada: Visitor) -> str:
    """Each mail once. Returns the path of the case."""
    sent = [("case-confirmation", "sent", 1), ("staff-notice", "sent", 1)]
    wait_for_rows(product, sent, MESSAGES, ada.email)
    [confirmation] = wait_for_mails(product, ada.email, 1)
    found = CASE_LINK.search(body(confirmation))
    assert found
    return found.group(1)


def book_from_the_receipt(page: Page, check: Check, javascript: bool) -> str:
    """A free time in her own time zone. Returns its start, in UTC."""
    page.get_by_role("link", name="Book a 15-minute call").click()
    heading(page, "Book a call")
    if javascript:
        expect(page.get_by_label("Your time zone")).to_have_value("America/New_York")
    else:
        page.get_by_label("Your time zone").select_option("America/New_York")
        page.get_by_role("button", name="Show times").click()
    expect(page.locator("#slots")).to_contain_text("Times are in America/New York")
    check(page)
    starts_at = book_first_free_time(page)
    check(page)
    return starts_at


def receive_the_invitation(product: Product, ada: Visitor, starts_at: str) -> None:
    invitation = wait_for_mails(product, ada.email, 2)[-1]
    calendar = Calendar.from_ical(calendar_of(invitation))
    [event] = calendar.events
    assert (calendar["METHOD"], event.start.isoformat()) == ("REQUEST", starts_at)
    [(state, ahead)] = rows(
        product,
        "SELECT m.state, now() < m.due_at AND m.due_at < b.starts_at FROM followups_message m "
        "JOIN bookings_booking b ON b.id = m.booking_id JOIN leads_case c ON c.id = b.case_id "
        "WHERE c.email = %s AND m.kind = 'booking-reminder'",
        ada.email,
    )
    assert (state, ahead) == ("queued", True)


def calendar_of(mail: EmailMessage) -> str:
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return str(part.get_content())


def open_the_case(page: Page, check: Check, case_path: str) -> None:
    """From the mail, in a browser that knows nothing of her; then on to WhatsApp."""
    page.goto(case_path)
    expect(page.locator("main")).to_contain_text("Forecasts for a freight exchange & its <API>.")
    check(page)
    reference = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("button", name="Get a direct quote on WhatsApp").click()
    page.wait_for_url("https://wa.me/**")
    parts = urlsplit(page.url)
    text = parse_qs(parts.query)["text"][0]
    assert parts.path == "/4915155501000"
    assert f"\nReference: {reference}\n" in text
    assert "\nWhat is being built: Forecasts for a freight exchange & its <API>.\n" in text
    assert text.endswith(case_path)


def test_ada_books_straight_from_the_article(product: Product, visit: Visit) -> None:
    ada = Visitor("Ada Okafor", "ada.direct@client.example")
    page = visit(javascript=False)
    page.goto(ARTICLE)
    page.locator("aside").get_by_role("link", name="Book a 15-minute discovery call").click()
    fill_in_contact(page, ada)
    book_first_free_time(page)
    wait_for_mails(product, ada.email, 1)
    source = "SELECT source->>'article', source->>'cta', intake_id FROM leads_case WHERE email = %s"
    assert rows(product, source, ada.email) == [("fastapi-or-nodejs", "call", None)]


def test_the_whatsapp_link_of_an_article_is_a_plain_link(visit: Visit) -> None:
    page = visit(javascript=False, leaves=True)
    page.goto(ARTICLE)
    page.get_by_role("link", name="Get a direct quote on WhatsApp").click()
    page.wait_for_url("https://wa.me/**")
    text = parse_qs(urlsplit(page.url).query)["text"]
    assert text == [
        "Hello, I have read “FastAPI or Node.js: choosing your backend engine” and would like "
        "a direct quote. My case:"
    ]


def test_every_other_page_is_accessible(visit: Visit) -> None:
    page = visit()
    for path in (
        "/",
        "/blog/",
        "/blog/topic/python/",
        "/fit/",
        "/imprint/",
        "/privacy/",
        "/terms/",
    ):
        page.goto(path)
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(page)


RIGHT_EDGES = """
    [".masthead__name", ".masthead__nav"].map(
        (part) => Math.round(document.querySelector(part).getBoundingClientRect().right)
    )
"""


def test_no_page_breaks_where_text_runs_from_right_to_left(visit: Visit) -> None:
    for width in (390, 1280):
        page = visit(width=width)
        for path in ("/", "/blog/", ARTICLE, "/fit/fastapi-vs-nodejs/?team=python", "/book/"):
            page.goto(path)
            page.evaluate("document.documentElement.dir = 'rtl'")
            assert_fits(page)
            # The name stands at the right now: on a phone, so does what is below it.
            name, nav = page.evaluate(RIGHT_EDGES)
            assert name >= nav
