from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from advisor.core.markdown import bullets, link, plain

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE = [
    "# heading",
    "- item",
    "1. item",
    "2) item",
    "> quote",
    "---",
    "===",
    "```",
    "~~~",
    "a\n\n# b",
    "a\n---\nb",
    "    code",
    "<script>alert(1)</script>",
    "<!-- ",
    "[text](https://evil.example)",
    "[text]: https://evil.example",
    "![](https://evil.example/x.png)",
    "<https://evil.example>",
    "https://evil.example www.evil.example",
    "**bold** _it_ `code` ~~gone~~",
    "| a | b |\n|---|---|",
    "&lt;b&gt; &#60; R&D",
    "back\\slash\\",
    "C# #",
    "+ a",
    "10.5 of 3",
]
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(alphabet="\\`*_[]<>#|~$&;:/!-+=.()1a \n\t", max_size=30),
)


def inline(markdown: str) -> tuple[list[str], str]:
    """The types of all tokens, and the text that is left when it is shown."""
    tokens = MARKDOWN.parse(markdown)
    shown = [child for token in tokens for child in token.children or ()]
    return [token.type for token in tokens], "".join(child.content for child in shown)


@given(texts)
def test_any_text_is_itself_in_a_paragraph_a_heading_and_a_list(text: str) -> None:
    line = " ".join(text.split())
    paragraph = ["paragraph_open", "inline", "paragraph_close"]
    item = ["list_item_open", *paragraph, "list_item_close"]

    assert inline(f"Said: {plain(text)}") == (paragraph, f"Said: {line}".strip())
    assert inline(f"# {plain(text)}") == (["heading_open", "inline", "heading_close"], line)
    if line:
        assert inline(plain(text)) == (paragraph, line)
        assert inline(bullets([plain(text)] * 2)) == (
            ["bullet_list_open", *item, *item, "bullet_list_close"],
            line * 2,
        )


@given(texts, st.text(alphabet="a/?&;=%#()'!\\<> \n\x00é", max_size=20))
def test_a_link_is_one_link_and_goes_where_it_says(title: str, path: str) -> None:
    (paragraph,) = [
        t for t in MARKDOWN.parse(f"See {link(title, f'https://x.example/{path}')}.") if t.children
    ]
    children = paragraph.children or []
    opened = [child for child in children if child.type == "link_open"]

    assert [child.type for child in children if child.type != "text"] == ["link_open", "link_close"]
    assert str(opened[0].attrs["href"]).startswith("https://x.example/")
    assert "".join(c.content for c in children) == f"See {' '.join(title.split())}."


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://x.example/?a=1&b=2", "https://x.example/?a=1&b=2"),
        ("https://x.example/?a=1&copy;=2", r"https://x.example/?a=1\&copy;=2"),
        ("https://x.example/(a b)<c>", "https://x.example/(a%20b)%3Cc%3E"),
    ],
)
def test_an_address_stays_as_it_is_but_for_what_would_end_it(url: str, written: str) -> None:
    assert link("x", url) == f"[x](<{written}>)"


def test_names_stay_readable_in_the_source() -> None:
    assert plain("Node.js (TypeScript), R&D: 50 %, don't - e.g. “ACID”!") == (
        "Node.js (TypeScript), R&D: 50 %, don't - e.g. “ACID”!"
    )


def test_addresses_in_a_text_do_not_become_links_by_themselves() -> None:
    assert plain("https://evil.example and www.evil.example") == (
        r"https\://evil.example and www\.evil.example"
    )
