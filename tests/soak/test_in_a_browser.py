"""With scripts: what could not be saved stays in its form, which says so and sends it again."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import PATIENCE
from tests.outside import Site

START = "/intake/fastapi-vs-nodejs/"
TOAST = "That did not get through. What you entered is still here: please try again in a moment."


@pytest.fixture
def page(browser: Browser, outside: Site) -> Iterator[Page]:
    """Ada's window, on the brief."""
    context = browser.new_context(
        base_url=outside.webs[0].url.replace("127.0.0.1", "localhost"),
        extra_http_headers={"X-Forwarded-For": "203.0.113.99"},
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(START)
    page.get_by_role("button", name="Start").click()
    page.goto(f"{START}brief/")
    while "/brief/" not in page.url:
        here = page.url
        for choice in page.locator("fieldset").all():
            choice.locator("input").first.check()
        page.get_by_role("button", name="Continue").click()
        expect(page).not_to_have_url(here)
    page.get_by_label("What is being built?").fill("Forecasts for freight.")
    page.get_by_label("An idea").check()
    yield page
    context.close()
    if outside.database.process is None:
        outside.start()


def press(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def stays(page: Page) -> None:
    expect(page.get_by_role("alert")).to_have_text(TOAST)
    expect(page.get_by_label("What is being built?")).to_have_value("Forecasts for freight.")


def goes_on(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).not_to_have_text("What you are building")
    expect(page).to_have_url(page.url.partition("/intake/")[0] + f"{START}plans/")
    expect(page.get_by_role("alert")).to_be_hidden()


def test_while_the_database_is_away_the_form_stays_as_it_is(page: Page, outside: Site) -> None:
    outside.database.stop()
    press(page)
    stays(page)
    outside.start()
    press(page)
    goes_on(page)


def test_who_sends_too_often_finds_the_form_as_it_was(page: Page, outside: Site) -> None:
    with psycopg.connect(outside.database_url, autocommit=True) as database:
        database.execute("UPDATE consult_tokenbucket SET full_at = now() + interval '1 hour'")
        press(page)
        stays(page)
        database.execute("DELETE FROM consult_tokenbucket")
    press(page)
    goes_on(page)


def test_what_is_sent_to_no_enquiry_is_kept_until_there_is_one(page: Page, outside: Site) -> None:
    with psycopg.connect(outside.database_url, autocommit=True) as database:
        held = database.execute("DELETE FROM intake_holder RETURNING *").fetchall()
        press(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("Nothing was saved")
        expect(page.get_by_role("link", name="start again in another tab")).to_be_visible()
        with database.cursor() as cursor:
            cursor.executemany("INSERT INTO intake_holder VALUES (%s, %s, %s, %s)", held)
    page.get_by_role("button", name="Try again").click()
    expect(page).to_have_url(page.url.partition("/intake/")[0] + f"{START}plans/")
    page.goto(f"{START}brief/")
    expect(page.get_by_label("What is being built?")).to_have_value("Forecasts for freight.")
