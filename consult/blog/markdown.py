"""Markdown in, safe HTML out: rendered by markdown-it, then sanitised by nh3, in this order."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt

TAGS = {
    "a", "abbr", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h2", "h3", "h4", "hr",
    "li", "ol", "p", "pre", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr",
    "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "code": {"class"}, "ol": {"start"}}
MATRIX_PLACE = "<p>{{ matrix }}</p>"

_markdown = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(
    ["table", "strikethrough", "smartquotes"]
)


def render(text: str) -> str:
    """Safe HTML of a Markdown *text*. A `{{ matrix }}` line stays as MATRIX_PLACE."""
    # The page has its one h1, the title; an author who types another means a section.
    html = _markdown.render(text).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    )


def around_matrix(html: str) -> tuple[str, str]:
    """What stands before and after the place of the matrix; without one, all before."""
    before, _, after = html.partition(MATRIX_PLACE)
    return before, after
