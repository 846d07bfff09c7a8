"""Footnotes: a numbered reference, and a list at the end with the ways back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from consult.blog.markdown.text import short

# The id of their own heading.
TITLE = "footnotes"


def check(env: Mapping[str, Any], faults: list[str]) -> None:
    for label, number in env.get("footnotes", {}).get("refs", {}).items():
        if number < 0:
            sentence = _("Nothing refers to the footnote [^%(label)s].")
            faults.append(sentence % {"label": short(label.removeprefix(":"))})


def draw(parser: MarkdownIt) -> None:
    for name, html in {
        "footnote_ref": _reference,
        "footnote_block_open": _block_open,
        "footnote_block_close": _block_close,
        "footnote_open": _open,
        "footnote_close": _close,
        "footnote_anchor": _back,
    }.items():
        parser.add_render_rule(name, _rule(html))


def _rule(html: Any) -> Any:
    def rule(
        self: RendererHTML, tokens: Sequence[Token], at: int, options: object, env: object
    ) -> str:
        return str(html(tokens[at]))

    return rule


def _reference(token: Token) -> str:
    number = token.meta["id"] + 1
    return format_html(
        '<sup class="footnote-ref"><a href="#fn-{}" id="{}" role="doc-noteref"'
        ' aria-label="{}">{}</a></sup>',
        number,
        _place(token),
        _("Footnote %(number)d") % {"number": number},
        number,
    )


def _block_open(token: Token) -> str:
    return format_html(
        '<section class="footnotes" role="doc-endnotes" aria-labelledby="{}">\n'
        '<h2 class="visually-hidden" id="{}">{}</h2>\n<ol>\n',
        TITLE,
        TITLE,
        _("Footnotes"),
    )


def _block_close(token: Token) -> str:
    return "</ol>\n</section>\n"


def _open(token: Token) -> str:
    return f'<li id="fn-{token.meta["id"] + 1}">'


def _close(token: Token) -> str:
    return "</li>\n"


def _back(token: Token) -> str:
    number, place = token.meta["id"] + 1, token.meta["subId"] + 1
    name = (
        _("Back to footnote %(number)d in the text, place %(place)d")
        if place > 1
        else _("Back to footnote %(number)d in the text")
    )
    return format_html(
        ' <a class="footnote-backref" href="#{}" role="doc-backlink" aria-label="{}">{}</a>',
        _place(token),
        name % {"number": number, "place": place},
        # The second character keeps it from being drawn as an emoji.
        "\u21a9\ufe0e",
    )


def _place(token: Token) -> str:
    number, place = token.meta["id"] + 1, token.meta["subId"] + 1
    return f"fnref-{number}-{place}" if place > 1 else f"fnref-{number}"
