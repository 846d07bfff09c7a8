"""Every public page, found as a visitor finds it: by following links from the home page."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

import httpx

from audit.markup import Markup, read

ENTRANCES = ("/", "/robots.txt", "/sitemap.xml", "/llms.txt", "/blog/feed/")
# There are a few hundred. A crawl that does not end is a fault of the site's own.
MOST_ADDRESSES = 3000
IN_CSS = re.compile(r"""(?:url\(\s*|@import\s+)["']?(?!data:)([^"')\s]+)""")
IN_MARKDOWN = re.compile(r"\]\(<?([^)>\s]+)")


@dataclass(frozen=True)
class Page:
    """What came from one address: `target` is its path and query."""

    target: str
    status: int
    content_type: str
    size: int
    text: str
    markup: Markup | None
    links: list[str]


@dataclass
class Crawl:
    origin: str
    pages: dict[str, Page] = field(default_factory=dict)
    found_on: dict[str, str] = field(default_factory=dict)
    # Of each link that has a fragment: its page, its target, and the fragment.
    links: list[tuple[str, str, str]] = field(default_factory=list)

    def html(self) -> list[Page]:
        """Every HTML page that a plain address leads to, and of each path the longest query.

        A query such as a verdict's answers makes a page of its own kind.
        """
        best: dict[tuple[str, bool], Page] = {}
        for page in self.pages.values():
            if page.markup and page.status == httpx.codes.OK:
                path, _, query = page.target.partition("?")
                known = best.setdefault((path, bool(query)), page)
                if len(page.target) > len(known.target):
                    best[path, True] = page
        return sorted(best.values(), key=lambda page: page.target)

    def paths(self, pattern: str) -> list[str]:
        """The HTML pages without a query whose path matches, sorted."""
        return [page.target for page in self.html() if re.fullmatch(pattern, page.target)]


def crawl(client: httpx.Client) -> Crawl:
    seen = Crawl(origin=str(client.base_url).rstrip("/"))
    waiting = deque(ENTRANCES)
    seen.found_on = dict.fromkeys(ENTRANCES, "the audit's own list")
    while waiting and len(seen.pages) < MOST_ADDRESSES:
        target = waiting.popleft()
        page = seen.pages[target] = fetch(client, target)
        for linked, fragment in own_links(page, seen.origin):
            if fragment:
                seen.links.append((target, linked, fragment))
            # A page with a query is a view of the one without, and that is looked at as well.
            # What such a view alone links to are more views, without end.
            for address in {linked.partition("?")[0], linked}:
                if address not in seen.found_on and not ("?" in target and "?" in address):
                    seen.found_on[address] = target
                    waiting.append(address)
    return seen


def fetch(client: httpx.Client, target: str) -> Page:
    response = client.get(target)
    content_type = response.headers.get("Content-Type", "").partition(";")[0]
    textual = re.match(r"text/|application/(xml|json|.*\+xml|.*javascript)", content_type)
    text = response.text if textual else ""
    markup = read(text) if content_type == "text/html" else None
    links = list(markup.links if markup else links_in(content_type, text, str(client.base_url)))
    if response.has_redirect_location:
        links = [response.headers["Location"]]
    return Page(
        target, response.status_code, content_type, len(response.content), text, markup, links
    )


def links_in(content_type: str, text: str, origin: str) -> Iterator[str]:
    """The addresses in a file that is no HTML page."""
    if content_type == "text/css":
        yield from IN_CSS.findall(text)
    elif content_type == "text/markdown":
        yield from IN_MARKDOWN.findall(text)
    own = re.escape(origin.rstrip("/"))
    yield from re.findall(rf"""{own}/[^\s"'<>()\[\]&]*""", text)


def own_links(page: Page, origin: str) -> Iterator[tuple[str, str]]:
    """(target, fragment) of each link of the page that stays on the site."""
    for link in page.links:
        parts = urlsplit(urljoin(origin + page.target, link))
        if f"{parts.scheme}://{parts.netloc}" == origin:
            query = f"?{parts.query}" if parts.query else ""
            yield (parts.path or "/") + query, unquote(parts.fragment)
