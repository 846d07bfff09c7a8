"""The picture that goes with a shared link: the verdict on a card of 1200 by 630 pixels."""

from __future__ import annotations

from io import BytesIO

from django.utils.translation import gettext, ngettext
from PIL import Image, ImageDraw

from advisor.core.model import Matrix
from advisor.grid import AlternativeView, alternatives
from advisor.lettering import LEADING, fitted, font, lines, readable
from advisor.picture import MOST_DRAWN
from advisor.verdict import Bar, VerdictView

SIZE = WIDTH, HEIGHT = 1200, 630
EDGE = 72
INSIDE = WIDTH - 2 * EDGE
TOP, FOOT = 112, 548
PLOT = (440, 996)

# The site's own colours on paper, as in static/css/site.css.
PAPER, INK, QUIET, RULE, TRACK = "#fdfcfa", "#16202a", "#4d5862", "#dbd7cd", "#e9e6df"
ACCENT = "#0b5a49"
HUES = ("#0a5fa5", "#a84e00", "#8a3a7d", "#5b6400", "#006c76", "#6a5648")


def card(matrix: Matrix, verdict: VerdictView, practice: str) -> bytes:
    """A PNG: the verdict with its totals, or the matrix itself while nothing is answered.

    The same case gives the same bytes.
    """
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 11), fill=INK)
    if verdict.answered:
        bars = [bar for bar in verdict.bars if bar.alternative in verdict.figures.drawn]
        top = _top(len(bars))
        _text(draw, matrix.title, (EDGE, 84), 28, 400, QUIET)
        _text(draw, verdict.kind_label, (EDGE, 146), 26, 600, ACCENT)
        _block(draw, verdict.headline, 160, top - 24)
        for row, bar in enumerate(bars):
            _bar(draw, bar, top + row * _pitch(len(bars)))
    else:
        named = alternatives(matrix)[:MOST_DRAWN]
        top = _top(len(named))
        _block(draw, matrix.title, 68, top - 32)
        for row, one in enumerate(named):
            _named(draw, one, top + row * _pitch(len(named)))
    _foot(draw, practice, _note(verdict))
    return _png(image)


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


def _text(
    draw: ImageDraw.ImageDraw,
    text: str,
    at: tuple[int, int],
    size: int,
    weight: int,
    fill: str,
    width: int = INSIDE,
    anchor: str = "ls",
) -> None:
    """One line on its baseline, cut where it is too long."""
    face = font(size, weight)
    [line] = lines(readable(text), width, face, 1) or [""]
    draw.text(at, line, fill, face, anchor)


def _block(draw: ImageDraw.ImageDraw, text: str, top: int, bottom: int) -> None:
    """The one thing that the card says, as large as fits."""
    face, found = fitted(readable(text), INSIDE, bottom - top, range(84, 30, -4), 600)
    for number, line in enumerate(found):
        baseline = top + face.size * (0.9 + LEADING * number)
        draw.text((EDGE, baseline), line, INK, face, "ls")


def _named(draw: ImageDraw.ImageDraw, one: AlternativeView, top: int) -> None:
    hue = _mark(draw, one, top)
    face = font(30, 600)
    [name] = lines(readable(one.name), INSIDE // 2, face, 1) or [""]
    draw.text((EDGE + 34, top + 32), name, hue, face, "ls")
    after = EDGE + 34 + int(face.getlength(name)) + 18
    _text(draw, one.detail, (after, top + 32), 26, 400, QUIET, WIDTH - EDGE - after)


def _bar(draw: ImageDraw.ImageDraw, bar: Bar, top: int) -> None:
    """Solid up to the lowest total, striped as far as the open answers may take it."""
    hue = _mark(draw, bar.alternative, top)
    left, right = PLOT
    _text(draw, bar.alternative.name, (EDGE + 34, top + 32), 30, 600, hue, left - EDGE - 58)
    low, high = (round(left + (right - left) * end / 100) for end in (bar.low, bar.high))
    draw.rectangle((left, top + 12, right, top + 31), fill=TRACK)
    if low > left:
        draw.rectangle((left, top + 12, low, top + 31), fill=hue)
    for x in range(low + 3, high - 1, 6):
        draw.rectangle((x, top + 12, x + 2, top + 31), fill=hue)
    _text(draw, bar.shown, (WIDTH - EDGE, top + 32), 28, 400, INK, WIDTH - EDGE - right - 8, "rs")


def _mark(draw: ImageDraw.ImageDraw, one: AlternativeView, top: int) -> str:
    """The alternative's own shape, and the hue that it has everywhere."""
    hue = HUES[one.number - 1] if one.number <= len(HUES) else QUIET
    large = Image.new("L", (80, 80))
    shape = ImageDraw.Draw(large)
    match one.number:
        case 2:
            shape.ellipse((0, 0, 79, 79), fill=255)
        case 3:
            shape.polygon([(40, 0), (79, 40), (40, 79), (0, 40)], fill=255)
        case 4:
            shape.polygon([(40, 0), (79, 79), (0, 79)], fill=255)
        case 5:
            shape.ellipse((0, 0, 79, 79), outline=255, width=22)
        case 6:
            shape.rectangle((0, 0, 79, 79), outline=255, width=22)
        case _:
            shape.rectangle((0, 0, 79, 79), fill=255)
    draw.bitmap((EDGE, top + 12), large.resize((20, 20), Image.Resampling.LANCZOS), fill=hue)
    return hue


def _foot(draw: ImageDraw.ImageDraw, practice: str, note: str) -> None:
    draw.rectangle((EDGE, FOOT, WIDTH - EDGE, FOOT + 1), fill=RULE)
    _text(draw, practice, (EDGE, FOOT + 46), 26, 600, INK, INSIDE // 2)
    _text(draw, note, (WIDTH - EDGE, FOOT + 46), 24, 400, QUIET, INSIDE // 2 - 20, "rs")


def _png(image: Image.Image) -> bytes:
    """Few colours: 64 of them keep the letters' edges smooth, and the file a third of the size."""
    out = BytesIO()
    image.quantize(64).save(out, "PNG")
    return out.getvalue()
