"""Tables scroll in themselves where they are wider than the text, by keyboard too."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.translation import gettext as _
from markdown_it.token import Token

from consult.blog.markdown.text import html_token


def draw(tokens: list[Token]) -> None:
    number = 0
    drawn: list[Token] = []
    for at, token in enumerate(tokens):
        if token.type == "table_open":
            number += 1
            drawn += [_frame(number), token]
        elif token.type == "table_close":
            drawn += [token, html_token("</div>\n")]
        else:
            if token.type in {"th_open", "td_open"}:
                _align(token)
            if token.type == "th_open":
                _head(token, tokens[at + 1], tokens[at + 2])
            drawn.append(token)
    tokens[:] = drawn


def _frame(number: int) -> Token:
    # Regions need names that tell them apart.
    name = _("Table %(number)d") % {"number": number}
    html = '<div class="table" role="region" tabindex="0" aria-label="{}">\n'
    return html_token(format_html(html, name))


def _align(token: Token) -> None:
    style = token.attrs.pop("style", None)
    if style:
        token.attrSet("class", str(style).replace("text-align:", "align-"))


def _head(start: Token, content: Token, end: Token) -> None:
    if content.content.strip():
        start.attrSet("scope", "col")
    else:  # an empty cell heads nothing
        start.tag = end.tag = "td"
