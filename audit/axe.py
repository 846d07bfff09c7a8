"""axe finds nothing, with no rule disabled, on any page, in either colour scheme, at two widths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from importlib.resources import files
from typing import Literal

from playwright.sync_api import Page, Route

from audit.browser import chromium, window
from audit.errors import error_pages
from audit.product import Site
from audit.report import Report
from audit.walk import walk
from tests.e2e.looks import FADED

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (390, 1280)
RUN = "axe.run(document, {resultTypes: ['violations']})"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def check(site: Site) -> Report:
    found: dict[str, list[str]] = defaultdict(list)
    looked = 0
    errors = {f"/audit/{status}/": text for status, text in error_pages(site).items()}
    with chromium() as browser:
        for width in WIDTHS:
            with window(browser, site, width=width) as context:
                page = context.new_page()
                for path, text in errors.items():
                    page.route(site.url + path, showing(text))

                def look(name: str, page: Page = page, width: int = width) -> None:
                    nonlocal looked
                    looked += 1
                    for fault in violations(page):
                        found[fault].append(f"{name} at {width}")

                for target in [one.target for one in site.crawl.html()] + list(errors):
                    page.goto(target)
                    look(target)
                walk(page, site, look)
    report = Report([f"{looked} pages in two schemes, at {WIDTHS[0]} and {WIDTHS[1]} pixels"])
    for fault, where in found.items():
        report.faults.append(f"{fault} on {where[0]} and {len(where) - 1} more")
    return report


def showing(text: str) -> Callable[[Route], None]:
    """Answers with a page that was fetched before, so that it is seen in its style."""
    return lambda route: route.fulfill(body=text, content_type="text/html; charset=utf-8")


def violations(page: Page) -> list[str]:
    page.wait_for_load_state()
    found = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.evaluate(FADED)
        page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text())
        for violation in page.evaluate(RUN)["violations"]:
            html = violation["nodes"][0]["html"][:160]
            found.append(f"{violation['id']}, {scheme}: {html}")
    if (beyond := page.evaluate(OVERFLOW)) > 0:
        found.append(f"it stands {beyond} pixels beyond the window")
    return found
