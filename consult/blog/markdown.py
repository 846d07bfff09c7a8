"""Markdown in, safe HTML out: rendered by markdown-it, then sanitised by nh3, in this order."""

from __future__ import annotations

import re
from dataclasses import dataclass

import nh3
from markdown_it import MarkdownIt

TAGS = {
    "a", "abbr", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h2", "h3", "h4", "hr",
    "li", "ol", "p", "pre", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr",
    "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "code": {"class"}, "ol": {"start"}}
MATRIX_PLACE = re.compile(r"<p>\{\{ matrix:([a-z0-9-]+) \}\}</p>")

_markdown = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(
    ["table", "strikethrough", "smartquotes"]
)


@dataclass(frozen=True)
class Rendered:
    """Safe HTML, and what else is known of a text once it is rendered."""

    html: str
    text: str
    matrix: str | None
    faults: tuple[str, ...] = ()


def render(body: str) -> Rendered:
    """Safe HTML of a Markdown *body*. A `{{ matrix:slug }}` line stays as it is."""
    # The page has its one h1, the title; an author who types another means a section.
    html = _markdown.render(body).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    html = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    )
    place = MATRIX_PLACE.search(html)
    text = nh3.clean(MATRIX_PLACE.sub("", html), tags=set())
    return Rendered(html, text, place[1] if place else None)


def around_matrix(html: str) -> tuple[str, str]:
    """What stands before and after the place of the matrix; without one, all before."""
    place = MATRIX_PLACE.search(html)
    return (html[: place.start()], html[place.end() :]) if place else (html, "")
