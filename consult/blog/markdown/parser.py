"""CommonMark with tables, strikethrough, typographic quotes, footnotes, and admonitions.

Whatever is typed, the time it takes grows with its length and no faster: three rules whose
library version looks again and again at what follows are bounded here.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_core.smartquotes import process_inlines
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.admon.index import admonition
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref

# Ten lists in one another: more than any author nests.
DEEPEST = 20
# Characters of one paragraph. Nobody writes a longer one; whatever it is, its quotes stay straight.
LONGEST_QUOTED = 10_000
REFERENCE = re.compile(r"\[\^[^\s\]]{1,80}\]")


def made() -> MarkdownIt:
    options = {"html": False, "typographer": True, "maxNesting": DEEPEST}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    footnote_plugin(parser, inline=False)
    parser.inline.ruler.at("footnote_ref", _reference)
    parser.block.ruler.before(
        "fence",
        "admonition",
        _admonition,
        {"alt": ["paragraph", "reference", "blockquote", "list"]},
    )
    parser.core.ruler.at("smartquotes", _quotes)
    parser.core.ruler.enable(["smartquotes"])
    # Which addresses may be linked is decided where it can be said why: links.py.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # as its documentation asks
    return parser


def _reference(state: StateInline, silent: bool) -> bool:
    return bool(REFERENCE.match(state.src, state.pos)) and footnote_ref(state, silent)


def _admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The library also takes `???`, which is no start of anything here."""
    at = state.bMarks[start] + state.tShift[start]
    return state.src.startswith("!!!", at) and admonition(state, start, end, silent)


def _quotes(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and token.children and len(token.content) <= LONGEST_QUOTED:
            process_inlines(token.children, state)
