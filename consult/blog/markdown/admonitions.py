"""`!!! note "Title"` and an indented text: set apart, under its title."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markdown_it.token import Token

from consult.blog.markdown.text import short

KINDS = {
    "note": gettext_lazy("Note"),
    "tip": gettext_lazy("Tip"),
    "warning": gettext_lazy("Warning"),
}


def draw(tokens: list[Token], faults: list[str]) -> None:
    for at, token in enumerate(tokens):
        if token.type == "admonition_open":
            kind = token.meta["tag"]
            if kind not in KINDS:
                sentence = _("There is no box of the kind “%(kind)s”: use note, tip, or warning.")
                faults.append(sentence % {"kind": short(kind)})
                kind = "note"
            token.attrs = {"class": f"admonition admonition--{kind}", "role": "note"}
            if token.info.strip().lower() == kind:
                # The library's own title for one that has none is the kind, in English.
                title = Token("text", "", 0, content=str(KINDS[kind]))
                tokens[at + 2].children = [title]
        elif token.type == "admonition_title_open":
            token.attrs = {"class": "admonition__title"}
