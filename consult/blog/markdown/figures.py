"""Pictures: `![What it shows](picture:name "Caption")`, in a paragraph of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from markdown_it.token import Token

from consult.blog.markdown.text import html_token, inline, short

NAME = re.compile(r"picture:([-a-zA-Z0-9_]+)")
# As wide as the text, or the screen without its margins.
SIZES = "(min-width: 40rem) 35.5rem, calc(100vw - 2rem)"


@dataclass(frozen=True)
class Shown:
    """An uploaded picture: its size, and its files as (width, address) by format.

    The formats stand in the order of preference; the last is for browsers that know no other.
    """

    width: int
    height: int
    sources: Mapping[str, tuple[tuple[int, str], ...]]

    def srcset(self, format: str) -> str:
        return ", ".join(f"{address} {width}w" for width, address in self.sources[format])

    @property
    def largest(self) -> str:
        """The address of the widest file, in the format that everybody can show."""
        *_others, files = self.sources.values()
        return files[-1][1]


def picture_names(body: str) -> set[str]:
    """The names to look up for a text: at least those of the pictures that it places."""
    return set(NAME.findall(body))


def draw(tokens: list[Token], pictures: Mapping[str, Shown], faults: list[str]) -> None:
    for at, token in enumerate(tokens):
        if token.type != "inline":
            continue
        children = token.children or []
        images = [child for child in children if child.type == "image"]
        if not images:
            continue
        for image in images:
            faults.extend(_faults(image, pictures))
        if len(children) == 1 and tokens[at - 1].type == "paragraph_open":
            tokens[at - 1].hidden = tokens[at + 1].hidden = True
            token.children = _figure(images[0], pictures)
        else:
            faults.append(_("A picture must stand in a paragraph of its own."))
            token.children = [child for child in children if child.type != "image"]


def _faults(image: Token, pictures: Mapping[str, Shown]) -> list[str]:
    address = str(image.attrs["src"])
    name = NAME.fullmatch(address)
    if not name:
        sentence = _(
            "The picture “%(address)s” is from elsewhere: upload it, and place it with"
            " picture:its-name."
        )
        return [sentence % {"address": short(address)}]
    faults = []
    if name[1] not in pictures:
        sentence = _("There is no picture “%(name)s”.")
        faults.append(sentence % {"name": short(name[1])})
    if not inline(image).strip():
        sentence = _(
            "The picture “%(name)s” has no description: say between the square brackets what it"
            " shows, for people who cannot see it."
        )
        faults.append(sentence % {"name": short(name[1])})
    return faults


def _figure(image: Token, pictures: Mapping[str, Shown]) -> list[Token]:
    name = NAME.fullmatch(str(image.attrs["src"]))
    shown = pictures.get(name[1]) if name else None
    if not shown:
        return []
    *others, last = shown.sources
    html = format_html(
        "<figure><picture>{}"
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"'
        ' loading="lazy" decoding="async"></picture>{}</figure>',
        format_html_join(
            "",
            '<source type="image/{}" srcset="{}" sizes="{}">',
            ((format, shown.srcset(format), SIZES) for format in others),
        ),
        shown.largest,
        shown.srcset(last),
        SIZES,
        shown.width,
        shown.height,
        inline(image).strip(),
        format_html("<figcaption>{}</figcaption>", image.attrs["title"])
        if image.attrs.get("title")
        else "",
    )
    return [html_token(html)]
