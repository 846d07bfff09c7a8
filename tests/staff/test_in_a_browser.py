"""The admin in a real browser, under the same strict content security policy as every page.

The browser's own fixture fails a test whose page has broken the policy or asked another host.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Visit
from tests.e2e.looks import assert_accessible
from tests.product import Product

PAGES = [
    "",
    "leads/lead/",
    "leads/lead/?q=ada",
    "quotes/quoteversion/",
    "intake/intake/",
    "bookings/booking/",
    "bookings/host/",
    "bookings/eventtype/",
    "followups/message/",
    "advisor/decisionmatrix/",
    "advisor/matrixversion/",
    "blog/article/",
    "blog/article/add/",
    "blog/author/",
    "blog/topic/",
    "auth/user/",
    "auth/user/add/",
    "password_change/",
]


def sign_in(page: Page, product: Product) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill("sam")
    page.get_by_label("Password").fill(product.staff_password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_of_the_admin_keeps_to_the_policy(
    product: Product, visit: Visit, width: int
) -> None:
    page = visit(width=width)
    sign_in(page, product)
    for path in PAGES:
        response = page.goto(f"/admin/{path}")
        assert response
        assert response.status == 200, path
        assert page.locator("h1").count() == 1, path
        first = page.locator("#result_list tbody th a")
        if first.count():
            first.first.click()
            expect(page.locator("#content-main form").first).to_be_visible()


@pytest.mark.parametrize("kind", ["blog/article", "bookings/host"])
@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_use_the_forms(product: Product, visit: Visit, kind: str, width: int) -> None:
    page = visit(width=width, policy=False)
    sign_in(page, product)
    page.goto(f"/admin/{kind}/add/")
    assert_accessible(page)
    page.goto(f"/admin/{kind}/")
    page.locator("#result_list tbody th a").first.click()
    expect(page.locator("#content-main form").first).to_be_visible()
    assert_accessible(page)
