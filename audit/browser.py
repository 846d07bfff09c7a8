"""Chromium as the tests have it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from audit.product import Site
from tests.browser import QUIET


def path() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not found:
        raise SystemExit("The audit needs Chromium: install it, or set CHROMIUM to its path.")
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        # Chromium's sandbox does not work for root.
        browser = playwright.chromium.launch(
            executable_path=path(), args=QUIET, chromium_sandbox=os.getuid() != 0
        )
        yield browser
        browser.close()


@contextmanager
def window(
    browser: Browser, site: Site, *, width: int = 412, javascript: bool = True
) -> Iterator[BrowserContext]:
    """A new, empty one: nothing is in its cache, and nobody has been here."""
    context = browser.new_context(
        base_url=site.url,
        java_script_enabled=javascript,
        viewport={"width": width, "height": 823},
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/Berlin",
    )
    context.set_default_timeout(20_000)
    yield context
    context.close()
