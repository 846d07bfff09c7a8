"""What may be in an article's HTML: what the renderer makes, and nothing else.

The renderer already escapes whatever is typed. This is the wall behind it, and knows nothing of
how Markdown is read: it would hold if the renderer let everything through.
"""

from __future__ import annotations

import re

import nh3
from pygments.token import STANDARD_TYPES

from consult.blog.markdown.code import LANGUAGES
from consult.blog.markdown.figures import SIZES
from consult.blog.markdown.footnotes import TITLE
from consult.blog.markdown.links import allowed

TAGS = {
    "a", "blockquote", "br", "code", "div", "em", "figcaption", "figure", "h2", "h3", "h4", "hr",
    "img", "li", "ol", "p", "picture", "pre", "s", "section", "source", "span", "strong", "sup",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
# What is written free of these lists goes through _value.
ATTRIBUTES = {
    "a": {"aria-label", "href", "id", "title"},
    "div": {"aria-label"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "img": {"alt", "height", "src", "srcset", "width"},
    "li": {"id"},
    "ol": {"start"},
    "pre": {"aria-label"},
    "source": {"srcset"},
}
VALUES = {
    "a": {"rel": {"noopener"}, "role": {"doc-backlink", "doc-noteref"}},
    "div": {"role": {"note", "region"}, "tabindex": {"0"}},
    "img": {"decoding": {"async"}, "loading": {"lazy"}, "sizes": {SIZES}},
    "pre": {"role": {"group"}, "tabindex": {"0"}},
    "section": {"aria-labelledby": {TITLE}, "role": {"doc-endnotes"}},
    "source": {"sizes": {SIZES}, "type": {"image/avif", "image/webp"}},
    "th": {"scope": {"col"}},
}
ALIGNED = {"align-center", "align-left", "align-right"}
CLASSES = {
    "a": {"footnote-backref", "heading-anchor"},
    "code": {f"language-{name}" for name in LANGUAGES.values()},
    "div": {"admonition", "admonition--note", "admonition--tip", "admonition--warning", "table"},
    "h2": {"visually-hidden"},
    "p": {"admonition__title", "matrix-place"},
    "pre": {"highlight"},
    "section": {"footnotes"},
    "span": set(STANDARD_TYPES.values()) - {""},
    "sup": {"footnote-ref"},
    "td": ALIGNED,
    "th": ALIGNED,
}

FILE = r"/media/[0-9a-f]{32}\.(?:avif|webp)"
SHAPES = {
    "height": re.compile(r"\d{1,5}"),
    "id": re.compile(rf"section(?:-[a-z0-9_-]+)?|fn-\d+|fnref-\d+(?:-\d+)?|{TITLE}", re.ASCII),
    "src": re.compile(FILE),
    "srcset": re.compile(rf"{FILE} \d{{1,5}}w(?:, {FILE} \d{{1,5}}w)*", re.ASCII),
    "start": re.compile(r"\d{1,9}", re.ASCII),
    "width": re.compile(r"\d{1,5}", re.ASCII),
}


# Rounds. What the renderer makes is stable after one, and hostile HTML after two.
MOST_ROUNDS = 5


def sanitised(html: str) -> str:
    """Cleaned until cleaning changes nothing more: what a browser reads is what was looked at."""
    for _round in range(MOST_ROUNDS):
        html, before = _cleaner.clean(html), html
        if html == before:
            break
    return html


def _value(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return value if allowed(value) else None
    shape = SHAPES.get(attribute)
    return value if shape is None or shape.fullmatch(value) else None


_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    tag_attribute_values=VALUES,
    allowed_classes=CLASSES,
    attribute_filter=_value,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
