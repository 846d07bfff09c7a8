"""No link within the site is broken: pages, files, pictures, and the places inside a page."""

from __future__ import annotations

from audit.crawl import MOST_ADDRESSES, Crawl
from audit.product import Site
from audit.report import Report


def check(site: Site) -> Report:
    found = site.crawl
    html = sum(1 for page in found.pages.values() if page.markup)
    report = Report([f"{len(found.pages)} addresses, {html} of them pages"])
    report.faults += broken(found)
    report.faults += empty(found)
    report.faults += without_a_place(found)
    if len(found.pages) >= MOST_ADDRESSES:
        report.faults.append(f"the crawl did not end within {MOST_ADDRESSES} addresses")
    return report


def broken(found: Crawl) -> list[str]:
    return [
        f"{page.target} answers {page.status}; the link is on {found.found_on[page.target]}"
        for page in found.pages.values()
        if page.status >= 400
    ]


def empty(found: Crawl) -> list[str]:
    return [
        f"{page.target} is empty; the link is on {found.found_on[page.target]}"
        for page in found.pages.values()
        if page.status == 200 and not page.size
    ]


def without_a_place(found: Crawl) -> list[str]:
    """Links to a part of a page that has no such part."""
    faults = {}
    for source, target, fragment in found.links:
        page = found.pages.get(target)
        # `#top` is the browser's own, and what follows `:~:` are words to show.
        if page is None or not page.markup or fragment == "top" or fragment.startswith(":~:"):
            continue
        if fragment not in page.markup.ids:
            faults[target, fragment] = f"{target} has no #{fragment}; the link is on {source}"
    return list(faults.values())
