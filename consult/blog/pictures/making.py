"""What is made of an uploaded picture: the same picture in two formats and up to four widths, in
sRGB, and nothing else of what the file carried. What that costs is in docs/running.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms

from consult.blog.pictures import uploads

WIDTHS = (480, 768, 1152, 1600)
# AVIF at speed 8 is 8 % larger than at 6, in less than half the time; at this quality a quarter
# smaller than WebP. Two threads whatever the machine: what it writes can depend on their number.
AVIF = {"quality": 55, "speed": 8, "max_threads": 2}
WEBP = {"quality": 78, "method": 4}
MOST_PROFILE = 1_000_000  # bytes; those of cameras and printers stay well below


@dataclass(frozen=True)
class File:
    format: str
    width: int
    height: int
    content: bytes
    digest: str


@dataclass(frozen=True)
class Made:
    """The files, and the size of the largest."""

    width: int
    height: int
    files: tuple[File, ...]


def make(data: bytes, *, name: str = "", content_type: str = "") -> Made:
    """*name* and *content_type* are what the file is said to be. Raises uploads.Refused."""
    image = uploads.read(data, name=name, content_type=content_type, width=WIDTHS[-1])
    # A drawing's thin coloured lines would blur with a quarter of their colours; a photo's do not.
    drawn = data.startswith(b"\x89PNG")
    largest = _in_srgb(_resized(image, min(image.width, WIDTHS[-1])))
    widths = [*(width for width in WIDTHS if width < largest.width), largest.width]
    files = [file for width in widths for file in _files(_resized(largest, width), drawn)]
    return Made(largest.width, largest.height, tuple(files))


def _resized(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)


def _in_srgb(image: Image.Image) -> Image.Image:
    """As RGB, or RGBA where anything shows through. The profile has then done its work."""
    profile = image.info.get("icc_profile") or b""
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    colours = image.convert(image.mode.removesuffix("A")) if alpha else image
    colours = _converted(colours, profile)
    if alpha and alpha.getextrema() != (255, 255):
        colours.putalpha(alpha)
    colours.info.clear()
    return colours


def _converted(colours: Image.Image, profile: bytes) -> Image.Image:
    if 0 < len(profile) <= MOST_PROFILE:
        try:
            found = ImageCms.ImageCmsProfile(BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(colours, found, srgb, outputMode="RGB")
        # A profile that is broken, or of another kind of colours: browsers pass it over as well.
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
        if converted:
            return converted
    return colours.convert("RGB")


def _files(image: Image.Image, drawn: bool) -> Iterator[File]:
    subsampling = "4:4:4" if drawn else "4:2:0"
    for format, options in (("avif", {**AVIF, "subsampling": subsampling}), ("webp", WEBP)):
        out = BytesIO()
        image.save(out, format, **options)
        content = out.getvalue()
        digest = hashlib.sha256(content).hexdigest()[:32]
        yield File(format, image.width, image.height, content, digest)
