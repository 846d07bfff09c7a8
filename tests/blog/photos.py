"""Pictures to upload, made on the spot."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo


def scene(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Shades from left to right and from top to bottom."""
    down = Image.linear_gradient("L")
    bands = [down, down.rotate(90), down.rotate(180)]
    return Image.merge("RGB", bands).resize((width, height)).convert(mode)


def saved(image: Image.Image, format: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def jpeg(width: int = 640, height: int = 400, **options: Any) -> bytes:
    return saved(scene(width, height), "JPEG", **options)


def png(width: int = 64, height: int = 40, mode: str = "RGB", **options: Any) -> bytes:
    return saved(scene(width, height, mode), "PNG", **options)


def told() -> dict[str, bytes]:
    """A file of each format that tells all that it can: place, profile, software, remarks."""
    exif = Image.Exif()
    exif[0x010E] = "SECRET description"
    exif.get_ifd(0x8825)[29] = "SECRET:GPS date"
    exif.get_ifd(0x8769)[0x9286] = b"SECRET remark"
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">SECRET</x:xmpmeta>'
    text = PngInfo()
    text.add_text("Comment", "SECRET remark")
    text.add_itxt("XML:com.adobe.xmp", xmp.decode())
    all_can: dict[str, Any] = {"exif": exif, "icc_profile": red_and_green_swapped()}
    image = scene(64, 40)
    return {
        "JPEG": saved(image, "JPEG", **all_can, xmp=xmp, comment=b"SECRET remark"),
        "PNG": saved(image, "PNG", **all_can, pnginfo=text),
        "WEBP": saved(image, "WEBP", **all_can, xmp=xmp),
        "AVIF": saved(image, "AVIF", **all_can, xmp=xmp),
    }


def red_and_green_swapped() -> bytes:
    """A colour profile in which what is called red is green."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"----").replace(b"gXYZ", b"rXYZ").replace(b"----", b"gXYZ")


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunks(chunks: bytes) -> bytes:
    """A PNG with something between its head and its pixels."""
    whole = png()
    return whole[:33] + chunks + whole[33:]


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes, black and white, whose head says that it is so large."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + png()[33:]
