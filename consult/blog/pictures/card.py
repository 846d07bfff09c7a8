"""The picture that goes with a shared link to an article: 1200 by 630 pixels."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from advisor.canvas import ACCENT, EDGE, FOOT, INSIDE, WIDTH, Canvas
from advisor.grid import AlternativeView
from advisor.picture import MOST_DRAWN

IN_A_ROW = 2
PITCH = 58
COLUMN = INSIDE // IN_A_ROW


def card(
    *,
    title: str,
    author: str,
    topics: Sequence[str],
    alternatives: Sequence[AlternativeView],
    practice: str,
) -> bytes:
    """A PNG: the title, and under it what the article compares. The same gives the same bytes."""
    on = Canvas()
    on.text(" · ".join(topics), (EDGE, 84), 28, 600, ACCENT)
    named = alternatives[:MOST_DRAWN]
    rows = -(-len(named) // IN_A_ROW)
    top = FOOT - 20 - rows * PITCH
    on.block(title, 112 if topics else 68, top - 24)
    for number, one in enumerate(named):
        row, column = divmod(number, IN_A_ROW)
        _named(on, one, EDGE + column * COLUMN, top + row * PITCH)
    on.foot(practice, _byline(author, len(alternatives) - len(named)))
    return on.png()


def _named(on: Canvas, one: AlternativeView, left: int, top: int) -> None:
    hue = on.mark(one, left, top)
    on.text(one.name, (left + 34, top + 32), 30, 600, hue, min(COLUMN - 58, WIDTH - EDGE - left))


def _byline(author: str, more: int) -> str:
    if more < 1:
        return author
    return gettext("and %(count)s more") % {"count": more} + f" · {author}"
