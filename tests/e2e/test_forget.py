"""On a device that others use: Back shows nothing of what the browser was told to forget."""

from __future__ import annotations

from tests.browser import Visit


def test_going_back_shows_nothing_that_was_entered(visit: Visit) -> None:
    page = visit()
    page.goto("/intake/fastapi-vs-nodejs/")
    page.get_by_role("button", name="Start").click()
    page.locator("input").locator("visible=true").first.check()
    first = page.url
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(lambda url: url != first)
    page.get_by_role("link", name="Save and finish later").click()
    page.get_by_role("button", name="Forget it in this browser").click()
    page.get_by_role("heading", name="This browser holds nothing of yours").wait_for()
    for _ in ("later", "the second question", "the first"):
        page.go_back()
        assert page.url.endswith("/intake/fastapi-vs-nodejs/?lost=1")
        assert page.get_by_role("heading", level=1).inner_text() == "Bring us your case"
