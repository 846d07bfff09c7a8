"""The admin in a real browser, under the same strict content security policy as every page.

The browser's own fixture fails a test whose page has broken the policy or asked another host.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Visit
from tests.e2e.looks import assert_accessible
from tests.product import CHECKOUT, Product

PAGES = [
    "",
    "leads/lead/",
    "leads/lead/?q=ada",
    "leads/case/",
    "leads/assignmentrule/",
    "leads/assignmentrule/add/",
    "quotes/quoteversion/",
    "intake/intake/",
    "intake/funnelcount/",
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


def test_every_page_of_the_admin_keeps_to_the_policy(product: Product, visit: Visit) -> None:
    page = visit()
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
def test_everybody_can_use_the_forms(product: Product, visit: Visit, kind: str) -> None:
    page = visit(policy=False)
    sign_in(page, product)
    page.goto(f"/admin/{kind}/add/")
    assert_accessible(page)
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"/admin/{kind}/")
    page.locator("#result_list tbody th a").first.click()
    expect(page.locator("#content-main form").first).to_be_visible()
    assert_accessible(page)


# Three cases on a matrix of their own, and a revision that turns all their verdicts.
REVISE = """
from tests.leads.revisions import golden, published, turned, without
from tests.staff.test_replay import case_of
for name in ["Ada Okafor", "Bo Lund", "Cleo Marchetti"]:
    case_of(name, "revised", workload=("ml",), team=("python",), time=("weeks",))
print(published(without(turned(golden(slug="revised")), "team", "python")).pk)
"""


def revise(product: Product) -> str:
    """The path of the replay of what was published."""
    environment = {**os.environ, "VAR_DIR": str(product.var), "PORT": str(product.port)}
    for name in ("DATABASE_URL", "REDIS_URL"):
        environment.pop(name)
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", REVISE]
    done = subprocess.run(
        command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=True
    )
    return f"/admin/replay/{done.stdout.split()[-1]}/"


def test_sam_compares_and_issues_the_advice_anew(product: Product, visit: Visit) -> None:
    page = visit(policy=False)
    sign_in(page, product)
    page.goto(revise(product))
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
    page.get_by_role("link", name="Select all").click()
    page.get_by_label("Bo Lund").uncheck()
    page.get_by_role("button", name="Re-issue the advice").click()
    page.locator("summary", has_text="As shown").first.click()
    mail = page.frame_locator("iframe").first
    expect(mail.get_by_role("heading", level=1)).to_have_text("A new verdict on your case")
    assert_accessible(page)
    page.get_by_role("button", name="Issue the advice and send 2 mails").click()
    expect(page.locator(".messagelist")).to_contain_text("The advice on 2 cases was issued anew")
    expect(page.locator(".replay__case h2")).to_have_text("Bo Lund")
    assert_accessible(page)
