"""A real browser: the system's Chromium, or the one that CHROMIUM names."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, Protocol
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Request,
    Route,
    expect,
    sync_playwright,
)

from tests.product import Product

# Otherwise Chromium itself calls out, many times a minute.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    # Nothing leaves this machine, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--no-first-run",
)

# Milliseconds until a test has failed, whatever else the machine does.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

# What a browser says of itself that a person sits before.
READER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%s"
PRETEND = "Object.defineProperty(navigator, 'webdriver', { get: () => false })"


class Visit(Protocol):
    """Opens a new, empty browser window.

    What a page asks of any other host never leaves this machine, and fails the test, as does an
    error in a script. Only from a window that *leaves* a link leads elsewhere: to an empty page.
    """

    def __call__(
        self,
        *,
        javascript: bool = True,
        width: int = 1280,
        scheme: Literal["light", "dark"] = "light",
        time_zone: str = "Europe/Berlin",
        policy: bool = True,
        tests: bool = True,
        leaves: bool = False,
    ) -> Page:
        """Without *policy*, the content security policy is not enforced: for axe on pages where
        it styles what it measures. Without *tests*, the browser does not say that it tests."""
        ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Playwright keeps an event loop in this thread from its first use on, and Django's ORM
    # refuses to work beside one: whatever uses the browser comes last.
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser of this thread, which cannot use Django's ORM as long as it runs."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        pytest.fail("The tests need Chromium: install it, or set CHROMIUM to its path.")
    with sync_playwright() as playwright:
        # Chromium's sandbox does not work for root.
        browser = playwright.chromium.launch(
            executable_path=path, args=QUIET, chromium_sandbox=os.getuid() != 0
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, product: Product) -> Iterator[Visit]:
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    here = urlsplit(product.url).netloc

    def elsewhere(url: str) -> bool:
        return url.startswith(("http:", "https:")) and urlsplit(url).netloc != here

    def look_at(request: Request, leaves: bool) -> None:
        if elsewhere(request.url) and not (leaves and request.is_navigation_request()):
            faults.append(f"asked another host for {request.url}")

    def answer(route: Route) -> None:
        route.fulfill(body="Somewhere else", content_type="text/plain")

    def open_window(
        *,
        javascript: bool = True,
        width: int = 1280,
        scheme: Literal["light", "dark"] = "light",
        time_zone: str = "Europe/Berlin",
        policy: bool = True,
        tests: bool = True,
        leaves: bool = False,
    ) -> Page:
        context = browser.new_context(
            user_agent=None if tests else READER % browser.version,
            base_url=product.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            # What moves cannot be pressed, and what is pressed must not move.
            reduced_motion="reduce",
            timezone_id=time_zone,
            bypass_csp=not policy,
            locale="en-GB",
        )
        contexts.append(context)
        if not tests:
            context.add_init_script(PRETEND)
        context.set_default_timeout(PATIENCE)
        context.on("request", lambda request: look_at(request, leaves))
        if leaves:
            # Not in every window: every request of it then waits for this process, and the
            # browser keeps no file.
            context.route(elsewhere, answer)
        context.on("weberror", lambda error: faults.extend(script_errors(str(error.error))))
        context.on("console", lambda line: faults.extend(refusals(line.text)))
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
    assert faults == []


def script_errors(text: str) -> list[str]:
    """What a script has thrown. Not the browser's own word that it gave up a fade between pages:
    no script of ours asks for one, and whether it has time for one depends on the machine."""
    return [] if text.endswith("ViewTransition opt-in disabled") else [text]


def refusals(text: str) -> list[str]:
    """The console's line, if the content security policy has refused something."""
    return [text] if "Content Security Policy" in text else []
