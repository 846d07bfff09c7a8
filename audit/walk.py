"""The pages that no link leads to: a visitor's own way through the intake, and private links."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from audit.product import Site
from tests.e2e.journey import (
    Visitor,
    continue_,
    fill_in_brief,
    fill_in_contact,
    fill_in_plans,
    heading,
)

ADA = Visitor("Ada Okafor", "ada.audit@client.example")
Stop = Callable[[str], None]


def walk(page: Page, site: Site, stop: Stop) -> None:
    """Go all the way, and `stop` on each page with its name."""
    _intake(page, site.largest(r"/intake/[^/]+/"), stop)
    _booking(page, stop)
    for name, path in {
        "a case with a quote": site.guests.case,
        "a booking": site.guests.booking,
        "cancelling it": f"{site.guests.booking}cancel/",
        "a quote": site.guests.quote,
        "asking for one's data": "/data/",
        "a browser that forgets": "/forget/",
        "the admin's door": "/admin/login/",
    }.items():
        page.goto(path)
        stop(name)


def _intake(page: Page, start: str, stop: Stop) -> None:
    page.goto(start)
    page.get_by_role("button", name="Start").click()
    while "/q-" in page.url:
        stop("a question")
        for question in page.locator("main form fieldset").all():
            question.locator("input").first.check()
        here = page.url
        page.get_by_role("button", name="Continue").click()
        expect(page).not_to_have_url(here)
    heading(page, "The verdict on your case")
    stop("the verdict")
    page.goto(f"{start}weights/")
    stop("the weights")
    page.goto(f"{start}verdict/")
    continue_(page, "What you are building")
    stop("the brief")
    _without_an_answer(page, stop)
    fill_in_brief(page)
    continue_(page, "What it has to carry, and when")
    stop("what it has to carry")
    _without_an_answer(page, stop)
    fill_in_plans(page)
    continue_(page, "How we reach you")
    stop("the contact")
    _without_an_answer(page, stop)
    fill_in_contact(page, ADA)
    continue_(page, "Check your answers")
    stop("the check")
    page.get_by_role("link", name="Save and finish later").click()
    heading(page, "Finish later")
    stop("finishing later")
    page.go_back()
    heading(page, "Check your answers")
    page.get_by_role("button", name="Submit").click()
    heading(page, "We have your case")
    stop("the receipt")
    page.get_by_role("link", name="Open your case").click()
    page.wait_for_url("**/case/**")
    stop("a case")
    page.goto(start)
    stop("an intake after another")


def _booking(page: Page, stop: Stop) -> None:
    page.goto("/book/")
    page.get_by_role("button", name="Book this call").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    stop("a booking with errors")


def _without_an_answer(page: Page, stop: Stop) -> None:
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    stop("its errors")
