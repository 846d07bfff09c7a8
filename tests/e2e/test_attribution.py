"""Ada follows a link on another site, and her browser tells each page of ours about it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser import Visit
from tests.e2e.journey import ARTICLE, choose, heading, rows, wait_for_rows
from tests.product import Product

COUNTED = """
    SELECT COALESCE(SUM(views), 0), COALESCE(SUM(tried), 0), COALESCE(SUM(started), 0)
    FROM blog_articleday
"""
SOURCE = "SELECT source FROM intake_intake WHERE source->>'referrer' = 'news.example'"


def test_where_she_came_from_reaches_her_enquiry(visit: Visit, product: Product) -> None:
    page = visit(tests=False)
    [(views, tried, started)] = rows(product, COUNTED)

    page.goto("/?utm_source=letter", referer="https://news.example/story?of=ada")
    link = page.locator(f'a[href^="{ARTICLE}"]').first
    # As long as nobody listens to the browser, it holds back what a page sends.
    with page.expect_response("**/count/"):
        link.click()
    heading(page, "FastAPI or Node.js: choosing your backend engine")
    assert page.url == f"{product.url}{ARTICLE}?utm_source=letter&ref=news.example"
    wait_for_rows(product, [(views + 1, tried, started)], COUNTED)

    # Each choice moves the verdict; the matrix is tried once.
    with page.expect_response("**/count/"):
        choose(page, "Python backend developers")
    expect(page.locator(".verdict")).to_be_visible()
    choose(page, "Full-stack TypeScript developers")
    wait_for_rows(product, [(views + 1, tried + 1, started)], COUNTED)

    # The link of the verdict on the second choice: that on the first is about to be replaced.
    page.locator('a[href^="/intake/"][href*="team=typescript"]').first.click()
    page.get_by_role("button", name="Start").click()
    wait_for_rows(product, [(views + 1, tried + 1, started + 1)], COUNTED)
    expected = {
        "article": "fastapi-or-nodejs",
        "cta": "matrix",
        "referrer": "news.example",
        "utm": {"utm_source": "letter"},
    }
    assert rows(product, SOURCE) == [(expected,)]
    assert {cookie["name"] for cookie in page.context.cookies()} == {
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
