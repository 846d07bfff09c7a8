"""Text in the site's own typeface, measured and fitted for a picture."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from math import ceil

from django.contrib.staticfiles import finders
from PIL.ImageFont import FreeTypeFont, truetype

FONT = "fonts/source-serif-4-roman.woff2"
MISSING = "…"
LEADING = 1.16


@lru_cache(maxsize=32)
def font(size: int, weight: int) -> FreeTypeFont:
    """The typeface at so many pixels, weight 400 to 700. Its optical size, 20 to 60, follows."""
    path = finders.find(FONT)
    assert isinstance(path, str), f"{FONT} is not among the static files"
    face = truetype(path, size)
    face.set_variation_by_axes([weight, min(60, max(20, size))])
    return face


def readable(text: str) -> str:
    """What the typeface has letters for, accents dropped where it has only the plain letter.

    Each stretch of letters that it lacks becomes an ellipsis: a card shows no empty boxes.
    """
    letters = (c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    written = " ".join("".join(map(_known, letters)).split())
    return re.sub(rf"{MISSING}(\s*{MISSING})+", MISSING, written)


@lru_cache(maxsize=4096)
def _known(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character)[:1]
    return next((one for one in (character, plain) if _has(one)), MISSING)


def _has(character: str) -> bool:
    return character.isspace() or _glyph(character) != _glyph("\ufffe")


def _glyph(character: str) -> bytes:
    return bytes(font(20, 400).getmask(character))


def lines(text: str, width: int, face: FreeTypeFont, most: int) -> list[str]:
    """The text broken into lines of that width, cut with an ellipsis after the last."""
    found: list[str] = []
    words = text.split()
    while words and len(found) < most:
        taken = _fitting(words, width, face)
        if taken:
            found.append(" ".join(words[:taken]))
            words = words[taken:]
        else:
            head = _start(words[0], width, face)
            found.append(head)
            words[0] = words[0][len(head) :]
    if words:
        found[-1] = _start(f"{found[-1]} {words[0]}", width, face, MISSING)
    return found


def fitted(
    text: str, width: int, height: int, sizes: range, weight: int
) -> tuple[FreeTypeFont, list[str]]:
    """The text in the largest of *sizes*, given from large to small, in which it fits the box."""
    for size in sizes:
        most = int(height // (LEADING * size))
        found = lines(text, width, font(size, weight), most + 1)
        if len(found) <= most:
            return font(size, weight), found
    return font(sizes[-1], weight), lines(text, width, font(sizes[-1], weight), most)


def _fitting(words: list[str], width: int, face: FreeTypeFont) -> int:
    """How many of the words fit on one line."""
    count = 0
    while count < len(words) and face.getlength(" ".join(words[: count + 1])) <= width:
        count += 1
    return count


def _start(text: str, width: int, face: FreeTypeFont, end: str = "") -> str:
    """As much of the text as fits, at least one letter, with *end* after it."""

    def width_of(size: int) -> int:
        return ceil(face.getlength(text[:size] + end))

    fitting = bisect_right(range(1, len(text) + 1), width, key=width_of)
    return text[: max(1, fitting)].rstrip() + end
