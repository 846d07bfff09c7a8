"""What Ada does, page by page: the same steps with and without JavaScript."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import psycopg
from playwright.sync_api import Page, expect

from tests.e2e.looks import Check
from tests.product import Product

# Seconds until a test has failed, whatever else the machine does. What is promised in seconds is
# measured by tests/clock.
PATIENCE = 30.0
ARTICLE = "/blog/fastapi-or-nodejs/"


@dataclass(frozen=True)
class Visitor:
    """A person with a name and an address of her own, so that journeys do not mix."""

    name: str
    email: str


def mails_to(product: Product, address: str) -> list[EmailMessage]:
    """What was delivered to *address*, the oldest first."""
    mails = []
    for file in sorted(product.mail_dir.glob("*.eml")):
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert isinstance(mail, EmailMessage)
        if address in str(mail["To"]):
            mails.append(mail)
    return mails


def wait_for_mails(product: Product, address: str, count: int) -> list[EmailMessage]:
    """The mails to *address*, as soon as there are *count*."""
    deadline = time.monotonic() + PATIENCE
    while len(mails := mails_to(product, address)) < count:
        assert time.monotonic() < deadline, f"{len(mails)} of {count} mails"
        time.sleep(0.05)
    assert len(mails) == count
    return mails


def body(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def rows(product: Product, query: str, *values: object) -> list[tuple[Any, ...]]:
    with psycopg.connect(product.database_url) as connection:
        return connection.execute(query.encode(), values).fetchall()


def wait_for_rows(
    product: Product, expected: list[tuple[Any, ...]], query: str, *values: object
) -> None:
    deadline = time.monotonic() + PATIENCE
    while (found := rows(product, query, *values)) != expected:
        assert time.monotonic() < deadline, found
        time.sleep(0.05)


def a_while_later(product: Product) -> None:
    """A person takes longer than a test: who submits within seconds waits for a look by staff."""
    with psycopg.connect(product.database_url) as connection:
        connection.execute(
            "UPDATE intake_intake SET started_at = started_at - interval '3 minutes' "
            "WHERE submitted_at IS NULL"
        )


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def choose(page: Page, label: str) -> None:
    """Tick what a person sees: the label."""
    page.get_by_label(label, exact=True).check()


def continue_(page: Page, title: str) -> None:
    """Press Continue, and wait for the page with this heading."""
    page.get_by_role("button", name="Continue").click()
    heading(page, title)


def answer(page: Page, check: Check, question: str, label: str) -> None:
    """One question of the intake, from its page to the next."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(question)
    check(page)
    choose(page, label)
    page.get_by_role("button", name="Continue").click()


def refused(page: Page, blamed: str) -> None:
    """Press Continue on a page with mistakes: the focus goes to them, and on to the first field."""
    address = page.url.partition("#")[0]
    page.get_by_role("button", name="Continue").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    assert page.url == address
    summary.get_by_role("link").first.click()
    expect(page.locator(f"[name='{blamed}']").first).to_be_focused()


def fill_in_brief(page: Page, stage: str = "An idea or a plan") -> None:
    page.get_by_label("What is being built?").fill("Forecasts for a freight exchange & its <API>.")
    choose(page, stage)


def fill_in_plans(page: Page) -> None:
    choose(page, "Up to 10,000")
    choose(page, "10 to 100 a second")
    choose(page, "Within three months")
    choose(page, "€5,000 to €20,000")


def fill_in_contact(page: Page, visitor: Visitor) -> None:
    page.get_by_label("Name", exact=True).fill(visitor.name)
    page.get_by_label("E-mail", exact=True).first.fill(visitor.email)
    page.get_by_label("I agree that what I have entered", exact=False).check()


def book_first_free_time(page: Page) -> str:
    """Choose the first time of the first free day, and book it. Returns its value, in UTC."""
    first = page.locator("input[name=starts_at]").first
    value = first.input_value()
    page.locator(f"label[for={first.get_attribute('id')}]").click()
    page.get_by_role("button", name="Book this call").click()
    heading(page, "Your call is booked")
    return value
