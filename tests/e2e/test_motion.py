"""Pages fade into one another, but not for a visitor who has asked for less motion."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import expect

from tests.browser import Visit

# Written down as the page is left: whether the next one begins with a fade may depend on its speed.
REMEMBER = """
    addEventListener("pageswap", event => {
        if (event.viewTransition) sessionStorage.fades = "yes";
    });
    addEventListener("pagereveal", event => {
        if (event.viewTransition) sessionStorage.fades = "yes";
    });
"""


@pytest.mark.parametrize(("motion", "fades"), [("reduce", None), ("no-preference", "yes")])
def test_pages_fade_only_where_motion_is_welcome(
    visit: Visit, motion: Literal["no-preference", "reduce"], fades: str | None
) -> None:
    page = visit()
    page.emulate_media(reduced_motion=motion)
    page.add_init_script(REMEMBER)
    page.goto("/")
    page.locator(".masthead__nav").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).not_to_have_class("hero__title")
    assert page.evaluate("sessionStorage.getItem('fades')") == fades
