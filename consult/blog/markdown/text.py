"""The words of a text, without its markup."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

BREAKS = {"softbreak", "hardbreak"}
CODE = {"fence", "code_block"}
MOST_QUOTED = 60


def plain(tokens: Sequence[Token]) -> str:
    """What there is to read, each block on lines of its own."""
    blocks = [token.content if token.type in CODE else inline(token) for token in tokens]
    return "\n".join(block.strip() for block in blocks if block.strip())


def inline(token: Token) -> str:
    return "".join(map(_piece, token.children or ()))


def short(text: str) -> str:
    """For a sentence that quotes it."""
    return text if len(text) <= MOST_QUOTED else text[: MOST_QUOTED - 1] + "…"


def _piece(token: Token) -> str:
    if token.type == "image":
        return f"{inline(token)} {token.attrGet('title') or ''}"
    if token.type == "html_inline":  # of ours, always: what an author types is text
        return ""
    return " " if token.type in BREAKS else token.content


def html_token(html: str) -> Token:
    """HTML of ours, put out as it stands."""
    return Token("html_inline", "", 0, content=html)
