"""Ada follows a link on another site, and her browser tells each page of ours about it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser import Visit
from tests.e2e.journey import ARTICLE, choose, heading, rows, wait_for_rows
from tests.product import Product

COUNTED = "SELECT views, tried, started FROM blog_articleday"
SOURCE = "SELECT source FROM intake_intake WHERE source->>'referrer' = 'news.example'"


def as_a_person(page: Page) -> None:
    """Without what tells a browser that tests from one that reads."""
    agent = page.evaluate("navigator.userAgent").replace("Headless", "")
    page.set_extra_http_headers({"User-Agent": agent})
    page.add_init_script("Object.defineProperty(navigator, 'webdriver', { get: () => false })")


def test_where_she_came_from_reaches_her_enquiry(visit: Visit, product: Product) -> None:
    page = visit()
    as_a_person(page)
    before = sum(rows(product, COUNTED), ())
    views, tried, started = before or (0, 0, 0)

    page.goto("/?utm_source=letter", referer="https://news.example/story?of=ada")
    link = page.locator(f'a[href^="{ARTICLE}"]').first
    link.click()
    heading(page, "FastAPI or Node.js: choosing your backend engine")
    assert page.url == f"{product.url}{ARTICLE}?utm_source=letter&ref=news.example"
    wait_for_rows(product, [(views + 1, tried, started)], COUNTED)

    # Each choice moves the verdict; the matrix is tried once.
    choose(page, "Python backend developers")
    expect(page.locator(".verdict")).to_be_visible()
    choose(page, "Full-stack TypeScript developers")
    wait_for_rows(product, [(views + 1, tried + 1, started)], COUNTED)

    page.locator('a[href^="/intake/"]').first.click()
    page.get_by_role("button", name="Start").click()
    wait_for_rows(product, [(views + 1, tried + 1, started + 1)], COUNTED)
    expected = {
        "article": "fastapi-or-nodejs",
        "cta": "matrix",
        "referrer": "news.example",
        "utm": {"utm_source": "letter"},
    }
    assert rows(product, SOURCE) == [(expected,)]
    assert page.context.cookies() == [] or {c["name"] for c in page.context.cookies()} == {
        "csrftoken",
        "sessionid",
    }


def test_a_link_that_is_copied_is_as_it_was(visit: Visit, product: Product) -> None:
    page = visit()
    page.goto(f"{ARTICLE}?ref=news.example")
    nav = page.get_by_role("navigation", name="Main").get_by_role("link", name="Book a call")
    nav.click(modifiers=["ControlOrMeta"])
    expect(nav).to_have_attribute("href", "/book/")
    nav.click()
    expect(page).to_have_url(f"{product.url}/book/?ref=news.example&from=fastapi-or-nodejs")
    page.goto(f"{ARTICLE}?ref=news.example")
    page.locator('a[href="#main"]').press("Enter")
    expect(page).to_have_url(f"{product.url}{ARTICLE}?ref=news.example#main")


def test_a_browser_that_only_tests_is_not_counted(visit: Visit, product: Product) -> None:
    before = rows(product, COUNTED)
    page = visit()
    with page.expect_response("**/source.js"):
        page.goto(ARTICLE)
    page.wait_for_load_state("networkidle")
    assert rows(product, COUNTED) == before
