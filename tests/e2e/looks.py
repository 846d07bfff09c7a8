"""What can be measured of a page's looks: that everybody can use it, and that it fits."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from playwright.sync_api import Page

# Resolves when the fades that a change of scheme has begun are over.
FADED = """
    new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
        .then(() => Promise.allSettled(document.getAnimations().map(one => one.finished)))
        .then(() => null)
"""
# The dark scheme changes colours and nothing else, as tests/test_style_sheets.py holds: in it only
# the rules on colours can find what they have not found in the light one. That on what AAA asks
# for is one of them, and runs in neither unless it is named.
ALL_RULES = {"resultTypes": ["violations"]}
ON_COLOURS = {"runOnly": ["cat.color"], "rules": {"color-contrast-enhanced": {"enabled": False}}}
RULES = {"light": ALL_RULES, "dark": ALL_RULES | ON_COLOURS}
Check = Callable[[Page], None]


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text()


def assert_accessible(page: Page) -> None:
    """axe, with no rule disabled, finds nothing in either colour scheme; and the page fits."""
    page.wait_for_load_state()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        # Colours that fade from one scheme to the other have no contrast to speak of yet.
        page.evaluate(FADED)
        # Evaluated by the browser's own tools, which the content security policy does not bind.
        if not page.evaluate("'axe' in window"):
            page.evaluate(_axe())
        found = page.evaluate("options => axe.run(document, options)", RULES[scheme])
        violations = [
            (violation["id"], [node["html"][:200] for node in violation["nodes"]])
            for violation in found["violations"]
        ]
        assert violations == [], f"{page.url} in the {scheme} scheme"
    assert_fits(page)


def assert_fits(page: Page) -> None:
    """Nothing stands beyond the right edge of the window."""
    # Its style sheet may still be on the way when its text is there.
    page.wait_for_load_state()
    width = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    needed, given = page.evaluate(width)
    assert needed <= given, f"{page.url} is {needed} pixels wide in a window of {given}"
