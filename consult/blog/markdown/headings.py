from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _
from markdown_it.token import Token

from consult.blog.markdown.text import html_token, inline, short

# So that no heading can take the id of something else on the page, whatever is added to it.
PREFIX = "section"
LONGEST_ID = 60


@dataclass(frozen=True)
class Heading:
    level: int
    id: str
    text: str


def headed(tokens: list[Token], faults: list[str]) -> tuple[Heading, ...]:
    """The headings of the text itself, each with an id and a link to it.

    The page's one h1 is its title: an author who types another means a section.
    """
    found: list[Heading] = []
    ids = _Ids()
    above = 1
    for at, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        level = min(max(int(token.tag[1]), 2), 4)
        token.tag = tokens[at + 2].tag = f"h{level}"
        text = " ".join(inline(tokens[at + 1]).split())
        if not text:
            faults.append(_("A heading is empty."))
        elif level > above + 1:
            sentence = _("The heading “%(text)s” skips a level: give it %(marks)s instead.")
            faults.append(sentence % {"text": short(text), "marks": "#" * (above + 1)})
        above = level
        if text and token.level == 0:
            heading = Heading(level, ids.next(text), text)
            token.attrSet("id", heading.id)
            (tokens[at + 1].children or []).append(_anchor(heading))
            found.append(heading)
    return tuple(found)


class _Ids:
    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.last: dict[str, int] = {}

    def next(self, text: str) -> str:
        base = "-".join(filter(None, [PREFIX, slugify(text.casefold())[:LONGEST_ID].strip("-_")]))
        found, number = base, self.last.get(base, 1)
        while found in self.taken:
            number += 1
            found = f"{base}-{number}"
        self.last[base] = number
        self.taken.add(found)
        return found


def _anchor(heading: Heading) -> Token:
    name = _("Link to “%(text)s”") % {"text": heading.text}
    html = '<a class="heading-anchor" href="#{}" aria-label="{}">#</a>'
    return html_token(format_html(html, heading.id, name))
