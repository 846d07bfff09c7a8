from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from markdown_it.token import Token

from consult.blog.markdown.text import short

# Of one host that is named, an e-mail address, a page of this site, or a place on this page.
# Browsers take a backslash for a slash, and drop line breaks.
ADDRESS = re.compile(r"(?:https?://[^/?#]|mailto:|/(?![/\\])|#)[^\x00-\x20\x7f\\]*", re.IGNORECASE)
ELSEWHERE = re.compile(r"https?:", re.IGNORECASE)


def allowed(address: str) -> bool:
    return bool(ADDRESS.fullmatch(address))


def check(tokens: list[Token], faults: list[str]) -> None:
    """Keep the text of a link whose address is not allowed, and say so."""
    for token in tokens:
        if token.type == "inline" and token.children:
            token.children = list(_kept(token.children, faults))


def _kept(children: list[Token], faults: list[str]) -> Iterator[Token]:
    kept = said = True
    address = ""
    for child in children:
        if child.type == "link_open":
            address, said = str(child.attrs["href"]), False
            kept = allowed(address)
            if not kept:
                sentence = _(
                    "The link to “%(address)s” cannot be followed: it must begin with https://,"
                    " http://, mailto:, / (for a page of this site), or # (on the same page)."
                )
                faults.append(sentence % {"address": short(address)})
            elif ELSEWHERE.match(address):
                child.attrSet("rel", "noopener")
        elif child.type == "link_close":
            if not said:
                faults.append(
                    _("The link to “%(address)s” has no text.") % {"address": short(address)}
                )
        elif child.content.strip():
            said = True
        if kept or child.type not in {"link_open", "link_close"}:
            yield child
