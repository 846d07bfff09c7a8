"""Whatever is typed, no more than text comes of it: looked at as a parser sees it.

What a browser makes of it is in test_hostile_markdown_in_the_browser.py.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from consult.blog.markdown import LONGEST, Shown, render
from consult.blog.markdown.sanitise import sanitised
from tests.blog.hostile import payloads

SHOT = Shown(12, 8, {"webp": ((12, "/media/00112233445566778899aabbccddeeff.webp"),)})
PICTURES = {"shot": SHOT}

# Written here a second time, and by what an attribute may do: not taken from the sanitiser.
HARMLESS = {
    "a", "blockquote", "br", "code", "div", "em", "figcaption", "figure", "h2", "h3", "h4", "hr",
    "img", "li", "ol", "p", "picture", "pre", "s", "section", "source", "span", "strong", "sup",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
WORDS = {"alt", "aria-label", "title"}
SHAPES = {
    "aria-labelledby": r"footnotes",
    "class": r"([a-z][a-z0-9_-]*( [a-z][a-z0-9_-]*)*)?",
    "decoding": r"async",
    "height": r"[0-9]+",
    "href": r"(https?://[^/\s\\]|mailto:|/[^/\s\\]|/$|#)[^\s\\]*",
    "id": r"(section|fn|fnref|footnotes)[a-z0-9_-]*",
    "loading": r"lazy",
    "rel": r"noopener",
    "role": r"doc-backlink|doc-endnotes|doc-noteref|group|note|region",
    "scope": r"col",
    "sizes": r"\(min-width: [0-9.]+rem\) [0-9.]+rem, calc\(100vw - 2rem\)",
    "src": r"/media/[0-9a-f]{32}\.webp",
    "srcset": r"/media/[0-9a-f]{32}\.webp [0-9]+w",
    "start": r"[0-9]{1,9}",
    "tabindex": r"0",
    "type": r"image/avif",
    "width": r"[0-9]+",
}


class Seen(HTMLParser):
    """Collects what has no business in an article."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in HARMLESS:
            self.wrong.append(tag)
        for name, value in attrs:
            shape = SHAPES.get(name)
            harmless = name in WORDS or (shape and re.fullmatch(shape, value or "", re.IGNORECASE))
            if not harmless:
                self.wrong.append(f"{tag} {name}={value}")

    def handle_comment(self, data: str) -> None:
        self.wrong.append(f"<!--{data}")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append(f"<!{decl}")

    def handle_pi(self, data: str) -> None:
        self.wrong.append(f"<?{data}")


def wrong(html: str) -> list[str]:
    seen = Seen()
    seen.feed(html)
    seen.close()
    return seen.wrong


def everything_through(body: str) -> str:
    """A renderer that lets everything through: HTML, and links to anywhere."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # as its documentation asks
    return str(parser.render(body))


def found(html_of: Callable[[str], str]) -> list[tuple[str, list[str]]]:
    return [(body, what) for body in payloads() if (what := wrong(html_of(body)))]


def test_there_are_more_than_a_thousand_payloads_each_once() -> None:
    assert len({re.sub(r"alert\(\d+\)", "", payload) for payload in payloads()}) > 1_500


def test_no_payload_becomes_more_than_text() -> None:
    assert found(lambda body: render(body, PICTURES).html) == []


def test_no_payload_passes_the_sanitiser_if_the_renderer_lets_it_through() -> None:
    assert found(lambda body: sanitised(everything_through(body))) == []
    assert found(sanitised) == []


def test_without_the_sanitiser_they_would() -> None:
    assert len(found(everything_through)) > 1_000


def test_no_payload_lends_itself_an_id_or_a_place_of_the_page() -> None:
    html = "".join(sanitised(everything_through(body)) for body in payloads())
    assert not re.findall(r' id="(?!section|fn-|fnref-)[^"]*"', html)
    assert render('<p class="matrix-place">{{ matrix:a }}</p>').matrix is None


def test_what_is_sanitised_stays_as_it_is() -> None:
    for body in payloads():
        for html in (render(body, PICTURES).html, sanitised(everything_through(body))):
            assert sanitised(html) == html


MARKUP = st.lists(
    st.sampled_from(
        ["*", "_", "`", "```", "~~", "[", "]", "(", ")", "[^1]", "[^1]: ", "![", "](picture:shot)",
         "](javascript:x)", "<", ">", "&lt;", "&", '"', "'", "\\", "# ", "- ", "1. ", "> ", "\n",
         "\n\n", "    ", "|", "|-|", "!!! note\n    ", "{{ matrix:a }}", "a", " ", "<img src=x>",
         "<svg>", "\0", "\ud800", "\u2028", "\t", "{", "}", ":", "^", "python\n"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(st.text() | MARKUP)
def test_any_text_is_rendered_and_stays_sanitised(body: str) -> None:
    rendered = render(body, PICTURES)
    assert wrong(rendered.html) == []
    assert sanitised(rendered.html) == rendered.html
    assert rendered.words == len(rendered.text.split())


@given(st.text() | MARKUP)
def test_the_sanitiser_alone_holds_against_any_text(body: str) -> None:
    html = sanitised(body.encode(errors="replace").decode())
    assert wrong(html) == []
    assert sanitised(html) == html


def long(part: str, start: str = "") -> str:
    return (start + part * LONGEST)[:LONGEST]


LONG = {
    "brackets": long("["),
    "pictures": long("!["),
    "pictures in pictures": "![" * 14_000 + "](x)" * 14_000,
    "quotes": long('"'),
    "footnotes": long("[^", "[^a]: b\n\n"),
    "references to one footnote": long("[^a] ", "[^a]: b\n\n"),
    "boxes": long(' "', "!!! note"),
    "boxes in boxes": "\n".join("    " * n + "!!! note" for n in range(200)),
    "tables": long("a\n", "a|" * 20_000 + "\n" + "-|" * 20_000 + "\n"),
    "headings": long("# a\n"),
    "titles": long('"a\n', '[a]: b "'),
    "code": long("```python\n" + " \n" * 2_400 + "```\n"),
    "code of one line": long("'", "```python\n"),
    "code of many lines": long(" \n", "```python\n"),
}


# These two have a rule of ours that bounds them, and took two seconds and more without it.
BOUNDED = {"quotes", "titles"}


@pytest.mark.parametrize("name", LONG)
def test_the_longest_text_takes_no_longer_than_its_length_says(name: str) -> None:
    before = time.process_time()
    render(LONG[name])
    # On a machine that does other things as well. What grows with the square of the length took
    # from five seconds to minutes.
    assert time.process_time() - before < (1 if name in BOUNDED else 4)
