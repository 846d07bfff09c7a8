"""A picture that somebody uploads, read with suspicion: its bytes say what it is, and no more of
it is decoded than its head allows."""

from __future__ import annotations

import re
from io import BytesIO
from math import ceil
from pathlib import PurePath

from django.utils.translation import gettext as _
from PIL import Image

MOST_BYTES = 15_000_000
MOST_PIXELS = 40_000_000
LEAST_SIDE = 16
TALLEST, FLATTEST = 3, 20  # times as high as wide, times as wide as high
# Of a JPEG: each costs time, however short it is, and a scan as much as the whole picture.
MOST_SEGMENTS, MOST_SCANS = 2_000, 32

# By what a file begins with; its own name for itself, and those that it may be sent under.
STARTS = [
    ("JPEG", re.compile(rb"\xff\xd8\xff")),
    ("PNG", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("WEBP", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    ("AVIF", re.compile(rb"....ftypavi[fs]", re.DOTALL)),
]
LABELS = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "WebP", "AVIF": "AVIF"}
SUFFIXES = {
    "JPEG": {".jpg", ".jpeg", ".jpe", ".jfif"},
    "PNG": {".png"},
    "WEBP": {".webp"},
    "AVIF": {".avif"},
}
CONTENT_TYPES = {
    "JPEG": {"image/jpeg", "image/jpg", "image/pjpeg"},
    "PNG": {"image/png", "image/x-png"},
    "WEBP": {"image/webp"},
    "AVIF": {"image/avif"},
}
SAYS_NOTHING = {"", "application/octet-stream"}

ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ON_ITS_SIDE = {5, 6, 7, 8}


class Refused(Exception):
    """The sentence says why, and what to do about it."""


def read(data: bytes, *, name: str, content_type: str, width: int) -> Image.Image:
    """The picture upright, in mode L, LA, RGB, RGBA, or CMYK; where it has a colour profile, that
    is in its info. A JPEG may come smaller than it is, but not narrower than *width* pixels.

    Raises Refused, and nothing else, whatever the bytes are.
    """
    if not data:
        raise Refused(_("This file is empty."))
    if len(data) > MOST_BYTES:
        raise Refused(_("This file is larger than 15 MB. Save it smaller and upload it again."))
    format = _format(data)
    _check_claims(format, name, content_type)
    if format == "JPEG" and _has_too_many_parts(data):
        raise Refused(_("This file is made of more parts than any picture needs."))
    try:
        with Image.open(BytesIO(data), formats=[format]) as image:
            return _decoded(image, format, width)
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as reason:
        raise Refused(_too_many_pixels()) from reason
    # The decoders of foreign bytes raise nearly everything that there is.
    except Exception as reason:
        raise Refused(
            _("This picture is damaged or not complete. Export it again and upload that.")
        ) from reason


def _format(data: bytes) -> str:
    for format, start in STARTS:
        if start.match(data):
            return format
    if re.search(rb"<svg[\s>:]", data[:4096], re.IGNORECASE):
        sentence = _("An SVG can carry scripts, so it cannot be used. Export it as PNG.")
    else:
        sentence = _("This is no picture that can be used. Upload a JPEG, PNG, WebP, or AVIF.")
    raise Refused(sentence)


def _check_claims(format: str, name: str, content_type: str) -> None:
    suffix = PurePath(name).suffix.lower()
    claimed = content_type.partition(";")[0].strip().lower()
    if suffix and suffix not in SUFFIXES[format]:
        sentence = _("The file is called “%(claim)s” but is a %(format)s. Name it for what it is.")
        raise Refused(sentence % {"claim": suffix[:12], "format": LABELS[format]})
    if claimed not in SAYS_NOTHING | CONTENT_TYPES[format]:
        sentence = _("The file was sent as “%(claim)s” but is a %(format)s. Export it again.")
        raise Refused(sentence % {"claim": claimed[:40], "format": LABELS[format]})


def _has_too_many_parts(data: bytes) -> bool:
    """Walks a JPEG's markers. What comes after its end, such as a film, is none of them."""
    at, segments, scans = 2, 0, 0
    marker = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])", re.DOTALL)
    while (found := marker.search(data, at)) and found[1] != b"\xd9":
        segments += 1
        scans += found[1] == b"\xda"
        if segments > MOST_SEGMENTS or scans > MOST_SCANS:
            return True
        length = int.from_bytes(data[found.end() : found.end() + 2])
        at = found.end() + max(length, 2)
    return False


def _decoded(image: Image.Image, format: str, enough: int) -> Image.Image:
    # Before all else: of a PNG, even the orientation is only read once it is decoded.
    if image.width * image.height > MOST_PIXELS:
        raise Refused(_too_many_pixels())
    orientation = image.getexif().get(ORIENTATION, 1)
    across, down = image.size[::-1] if orientation in ON_ITS_SIDE else image.size
    _check_shape(across, down)
    # A JPEG of a telephone may hold more than one picture; the first is the one that is meant.
    if format != "JPEG" and getattr(image, "is_animated", False):
        raise Refused(_("This picture moves. Only still ones can be shown."))
    if across > enough:
        share = enough / across
        image.draft(None, (ceil(image.width * share), ceil(image.height * share)))
    image.load()
    plain = _plain(image)
    turn = TURNS.get(orientation)
    return plain.copy() if turn is None else plain.transpose(turn)


def _check_shape(across: int, down: int) -> None:
    if min(across, down) < LEAST_SIDE:
        raise Refused(_("This picture is too small to see: each side needs 16 pixels or more."))
    if down > TALLEST * across or across > FLATTEST * down:
        raise Refused(_("This picture is too tall or too flat for a page. Cut it to what matters."))


def _plain(image: Image.Image) -> Image.Image:
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK") and "transparency" not in image.info:
        return image
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode == "I;16":  # Pillow would cut off what is lighter than 255 of 65,535.
        return image.point(lambda value: value / 256).convert("L")
    return image.convert("L" if image.mode == "1" else "RGB")


def _too_many_pixels() -> str:
    return _("This picture has more than 40 million pixels. Save it smaller and upload it again.")
