from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from consult.blog.markdown import admonitions, code, figures, footnotes, links, parser, tables
from consult.blog.markdown.figures import Shown
from consult.blog.markdown.headings import Heading, headed
from consult.blog.markdown.place import placed
from consult.blog.markdown.sanitise import sanitised
from consult.blog.markdown.text import plain

LONGEST = 100_000  # characters
MOST_FAULTS = 20
NO_PICTURES: Mapping[str, Shown] = MappingProxyType({})

_parser = parser.made()
footnotes.draw(_parser)


@dataclass(frozen=True)
class Rendered:
    """Safe HTML, and what else is known of a text once it is rendered."""

    html: str
    headings: tuple[Heading, ...]
    text: str  # what there is to read: to search in, and to count the words of
    words: int
    matrix: str | None
    faults: tuple[str, ...]  # sentences for the editor: with one of them, it is not published


def render(body: str, pictures: Mapping[str, Shown] = NO_PICTURES) -> Rendered:
    """Safe HTML of a Markdown *body* with these *pictures* by name. Never raises.

    The place of the matrix is kept in it, for around_matrix() to find.
    """
    if len(body) > LONGEST:
        too_long = _("The text is longer than %(most)d characters.") % {"most": LONGEST}
        return Rendered("", (), "", 0, None, (too_long,))
    faults: list[str] = []
    env: dict[str, Any] = {}
    # Half of a surrogate pair is not a character.
    tokens = _parser.parse(body.encode(errors="replace").decode(), env)
    matrix = placed(tokens, faults)
    text = plain(tokens)
    headings = headed(tokens, faults)
    figures.draw(tokens, pictures, faults)
    links.check(tokens, faults)
    admonitions.draw(tokens, faults)
    footnotes.check(env, faults)
    tables.draw(tokens)
    code.draw(tokens)
    html = sanitised(_parser.renderer.render(tokens, _parser.options, env))
    found = tuple(dict.fromkeys(faults))[:MOST_FAULTS]
    return Rendered(html, headings, text, len(text.split()), matrix, found)
