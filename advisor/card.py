"""The picture that goes with a shared link: the verdict on a card of 1200 by 630 pixels."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from advisor.canvas import ACCENT, EDGE, FOOT, INK, INSIDE, QUIET, TRACK, WIDTH, Canvas
from advisor.core.model import Matrix
from advisor.grid import AlternativeView, alternatives
from advisor.lettering import font, lines, readable
from advisor.picture import MOST_DRAWN
from advisor.verdict import Bar, VerdictView

PLOT = (440, 996)


def card(matrix: Matrix, verdict: VerdictView, practice: str) -> bytes:
    """A PNG: the verdict with its totals, or the matrix itself while nothing is answered.

    The same case gives the same bytes.
    """
    on = Canvas()
    if verdict.answered:
        bars = [bar for bar in verdict.bars if bar.alternative in verdict.figures.drawn]
        top = _top(len(bars))
        on.text(matrix.title, (EDGE, 84), 28, 400, QUIET)
        on.text(verdict.kind_label, (EDGE, 146), 26, 600, ACCENT)
        on.block(verdict.headline, 160, top - 24)
        for row, bar in enumerate(bars):
            _bar(on, bar, top + row * _pitch(len(bars)))
    else:
        named = alternatives(matrix)[:MOST_DRAWN]
        top = _top(len(named))
        on.block(matrix.title, 68, top - 32)
        for row, one in enumerate(named):
            _named(on, one, top + row * _pitch(len(named)))
    on.foot(practice, _note(verdict))
    return on.png()


def _pitch(rows: int) -> int:
    return 58 if rows < MOST_DRAWN else 48


def _top(rows: int) -> int:
    return FOOT - 20 - rows * _pitch(rows)


def _note(verdict: VerdictView) -> str:
    more = len(verdict.bars) - MOST_DRAWN
    if more > 0:
        return gettext("and %(count)s more") % {"count": more}
    if not verdict.answered:
        return ngettext("%(count)s criterion", "%(count)s criteria", verdict.total) % {
            "count": verdict.total
        }
    counts = {"answered": verdict.answered, "total": verdict.total}
    return gettext("%(answered)s of %(total)s criteria answered") % counts


def _named(on: Canvas, one: AlternativeView, top: int) -> None:
    hue = on.mark(one, EDGE, top)
    face = font(30, 600)
    [name] = lines(readable(one.name), INSIDE // 2, face, 1) or [""]
    on.draw.text((EDGE + 34, top + 32), name, hue, face, "ls")
    after = EDGE + 34 + int(face.getlength(name)) + 18
    on.text(one.detail, (after, top + 32), 26, 400, QUIET, WIDTH - EDGE - after)


def _bar(on: Canvas, bar: Bar, top: int) -> None:
    """Solid up to the lowest total, striped as far as the open answers may take it."""
    hue = on.mark(bar.alternative, EDGE, top)
    left, right = PLOT
    on.text(bar.alternative.name, (EDGE + 34, top + 32), 30, 600, hue, left - EDGE - 58)
    low, high = (round(left + (right - left) * end / 100) for end in (bar.low, bar.high))
    on.draw.rectangle((left, top + 12, right, top + 31), fill=TRACK)
    if low > left:
        on.draw.rectangle((left, top + 12, low, top + 31), fill=hue)
    for x in range(low + 3, high - 1, 6):
        on.draw.rectangle((x, top + 12, x + 2, top + 31), fill=hue)
    on.text(bar.shown, (WIDTH - EDGE, top + 32), 28, 400, INK, WIDTH - EDGE - right - 8, "rs")
