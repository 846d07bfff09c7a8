"""The W3C's checker finds no error on any page."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from playwright.sync_api import Response

from audit.browser import chromium, window
from audit.errors import error_pages
from audit.product import Site
from audit.report import Report
from audit.tools import VNU, run
from audit.walk import walk


def check(site: Site) -> Report:
    pages = {page.target: page.text for page in site.crawl.html()}
    pages |= {f"error {status}": text for status, text in error_pages(site).items()}
    pages |= walked(site)
    errors, warnings = judged(pages, site.folder / "pages")
    return Report([f"{len(pages)} pages, {len(warnings)} kinds of warning"], errors, warnings)


def walked(site: Site) -> dict[str, str]:
    """The pages of the walk as they were served, which is as they are without JavaScript."""
    pages: dict[str, str] = {}
    with chromium() as browser, window(browser, site, javascript=False) as context:
        page = context.new_page()
        last: list[Response] = []

        def keep(response: Response) -> None:
            if response.request.is_navigation_request() and response.status not in (302, 303):
                last[:] = [response]

        page.on("response", keep)

        def stop(name: str) -> None:
            page.wait_for_load_state()
            pages[f"{len(pages)}. {name}"] = last[0].text()

        walk(page, site, stop)
    return pages


def judged(pages: dict[str, str], folder: Path) -> tuple[list[str], list[str]]:
    """The checker's errors and its warnings, each once, with the pages that have it."""
    folder.mkdir()
    files = {}
    for number, (name, text) in enumerate(pages.items()):
        file = folder / f"{number}.html"
        file.write_text(text)
        files[file.name] = name
    options = ["--format", "json", "--stdout", "--exit-zero-always"]
    said = json.loads(run("java", "-jar", VNU, *options, folder, seconds=300))
    found: dict[str, dict[str, list[str]]] = {"error": defaultdict(list), "info": defaultdict(list)}
    for message in said["messages"]:
        kind = "info" if message["type"] == "info" else "error"
        text = f"{message['message']} {message.get('extract', '').strip()[:160]!r}"
        found[kind][text].append(files.get(Path(message.get("url", "")).name, ""))
    errors, warnings = (
        [f"{text} on {where[0]} and {len(where) - 1} more places" for text, where in kind.items()]
        for kind in found.values()
    )
    return errors, warnings
