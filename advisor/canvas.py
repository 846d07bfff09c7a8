"""What the pictures of shared links are drawn with: 1200 by 630 pixels, and letters on them."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from advisor.grid import AlternativeView
from advisor.lettering import LEADING, fitted, font, lines, readable

SIZE = WIDTH, HEIGHT = 1200, 630
EDGE = 72
INSIDE = WIDTH - 2 * EDGE
FOOT = 548

# The site's own colours on paper, as in static/css/site.css.
PAPER, INK, QUIET, RULE, TRACK = "#fdfcfa", "#16202a", "#4d5862", "#dbd7cd", "#e9e6df"
ACCENT = "#0b5a49"
HUES = ("#0a5fa5", "#a84e00", "#8a3a7d", "#5b6400", "#006c76", "#6a5648")


class Canvas:
    def __init__(self) -> None:
        self.image = Image.new("RGB", SIZE, PAPER)
        self.draw = ImageDraw.Draw(self.image)
        self.draw.rectangle((0, 0, WIDTH, 11), fill=INK)

    def text(
        self,
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
        self.draw.text(at, line, fill, face, anchor)

    def block(self, text: str, top: int, bottom: int) -> None:
        """The one thing that the card says, as large as fits."""
        face, found = fitted(readable(text), INSIDE, bottom - top, range(84, 30, -4), 600)
        for number, line in enumerate(found):
            baseline = top + face.size * (0.9 + LEADING * number)
            self.draw.text((EDGE, baseline), line, INK, face, "ls")

    def mark(self, one: AlternativeView, left: int, top: int) -> str:
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
        self.draw.bitmap(
            (left, top + 12), large.resize((20, 20), Image.Resampling.LANCZOS), fill=hue
        )
        return hue

    def foot(self, practice: str, note: str) -> None:
        self.draw.rectangle((EDGE, FOOT, WIDTH - EDGE, FOOT + 1), fill=RULE)
        self.text(practice, (EDGE, FOOT + 46), 26, 600, INK, INSIDE // 2)
        self.text(note, (WIDTH - EDGE, FOOT + 46), 24, 400, QUIET, INSIDE // 2 - 20, "rs")

    def png(self) -> bytes:
        """Few colours: 64 keep the letters' edges smooth, and the file a third of the size.

        Chosen so that none is far from what was drawn: two thirds of the time of choosing those
        that most pixels have, in a smaller file.
        """
        out = BytesIO()
        self.image.quantize(64, Image.Quantize.MAXCOVERAGE).save(out, "PNG")
        return out.getvalue()
