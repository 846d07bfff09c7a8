"""The one place of the matrix: `{{ matrix:slug }}`, a paragraph of its own.

Its mark in the HTML is an element that no author can type, so that only this module puts it there.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from markdown_it.token import Token

PLACE = re.compile(r"\{\{ matrix:([a-z0-9-]+) \}\}")
ATTEMPT = re.compile(r"\{\{\s*matrix\b", re.IGNORECASE)
MARK = re.compile(r'<p class="matrix-place">\{\{ matrix:[a-z0-9-]+ \}\}</p>\n?')


def placed(tokens: list[Token], faults: list[str]) -> str | None:
    """The slug of the matrix, its place marked."""
    slug = None
    for at, token in enumerate(tokens):
        if token.type != "inline":
            continue
        place = PLACE.fullmatch(token.content)
        if place and slug is None and _on_its_own(tokens, at):
            slug = place[1]
            mark = f"{{{{ matrix:{slug} }}}}"
            tokens[at - 1].attrSet("class", "matrix-place")
            token.children = [Token("html_inline", "", 0, content=mark)]
        elif _attempted(token):
            faults.append(_fault(place, slug))
    return slug


def around_matrix(html: str) -> tuple[str, str]:
    """What stands before and after the place of the matrix; without one, all before."""
    place = MARK.search(html)
    return (html[: place.start()], html[place.end() :]) if place else (html, "")


def _on_its_own(tokens: list[Token], at: int) -> bool:
    return tokens[at - 1].type == "paragraph_open" and tokens[at - 1].level == 0


def _attempted(token: Token) -> bool:
    return any(
        child.type == "text" and ATTEMPT.search(child.content) for child in token.children or ()
    )


def _fault(place: re.Match[str] | None, slug: str | None) -> str:
    if place and slug:
        return _("There is a second matrix, “%(slug)s”: an article has one.") % {"slug": place[1]}
    return _(
        "The place of the matrix must be a paragraph of its own, outside lists and quotations:"
        " {{ matrix:its-name }}."
    )
