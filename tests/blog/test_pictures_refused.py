"""Uploads that are not what they say, or more than they say: each is refused with a sentence."""

from __future__ import annotations

import time
import zlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from consult.blog.pictures.making import Made, make
from consult.blog.pictures.uploads import MOST_BYTES, Refused
from tests.blog.photos import chunk, claiming, jpeg, png, saved, scene, with_chunks

DAMAGED = "This picture is damaged or not complete. Export it again and upload that."
UNKNOWN = "This is no picture that can be used. Upload a JPEG, PNG, WebP, or AVIF."
TOO_MANY = "This picture has more than 40 million pixels. Save it smaller and upload it again."
SVG = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def refusal(data: bytes, name: str = "", content_type: str = "") -> str:
    with pytest.raises(Refused) as refused:
        make(data, name=name, content_type=content_type)
    return str(refused.value)


@pytest.mark.parametrize(
    ("data", "name", "content_type", "sentence"),
    [
        (jpeg(), "a.png", "", "The file is called “.png” but is a JPEG. Name it for what it is."),
        (png(), "a.JPG", "", "The file is called “.jpg” but is a PNG. Name it for what it is."),
        (png(), "a.png.exe", "", "The file is called “.exe” but is a PNG. Name it for what it is."),
        (png(), "a.svg", "", "The file is called “.svg” but is a PNG. Name it for what it is."),
        (
            png(),
            "a.png",
            "text/html; charset=utf-8",
            "The file was sent as “text/html” but is a PNG. Export it again.",
        ),
        (
            jpeg(),
            "a.jpg",
            "image/webp",
            "The file was sent as “image/webp” but is a JPEG. Export it again.",
        ),
    ],
)
def test_a_file_that_lies_about_its_type(
    data: bytes, name: str, content_type: str, sentence: str
) -> None:
    assert refusal(data, name, content_type) == sentence


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("a.jpg", "image/jpeg"),
        ("A.JPEG", "image/jpg"),
        ("photo", ""),
        ("", "application/octet-stream"),
    ],
)
def test_one_that_says_the_truth_or_nothing_is_taken(name: str, content_type: str) -> None:
    assert make(jpeg(), name=name, content_type=content_type) == make(jpeg())


def archive() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as file:
        file.writestr("evil.class", b"\xca\xfe\xba\xbe")
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7",
        archive(),
        saved(scene(40, 30), "GIF") + archive(),
        saved(scene(40, 30), "TIFF"),
        saved(scene(40, 30), "BMP"),
        b"\0" * 100,
        b"  " + png(),
        "🦀".encode() * 100,
    ],
    ids=["html", "pdf", "zip", "gif and zip", "tiff", "bmp", "nul", "late", "emoji"],
)
def test_what_is_no_picture_that_we_take(data: bytes) -> None:
    assert refusal(data, "a.jpg", "image/jpeg") == UNKNOWN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_an_svg_whatever_it_is_called(encoding: str) -> None:
    sentence = "An SVG can carry scripts, so it cannot be used. Export it as PNG."
    assert refusal(SVG.encode(encoding), "a.png", "image/png") == sentence
    assert refusal(b"\n<!-- " + b"x" * 500 + b" -->\n" + SVG[21:].encode(), "a.svg") == sentence


def test_an_empty_file_and_one_that_is_too_large() -> None:
    assert refusal(b"") == "This file is empty."
    assert refusal(png() + b"\0" * MOST_BYTES) == (
        "This file is larger than 15 MB. Save it smaller and upload it again."
    )


def webp_claiming(width: int, height: int) -> bytes:
    whole = bytearray(saved(scene(40, 30, "RGBA").copy(), "WEBP", lossless=True, exif=b"Exif\0\0x"))
    assert whole[12:16] == b"VP8X"
    whole[24:30] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes(whole)


@pytest.mark.parametrize(
    "data",
    [claiming(50_000, 50_000), claiming(6400, 6400), webp_claiming(16_000, 16_000)],
    ids=["50,000 × 50,000", "just too large", "WebP"],
)
def test_a_bomb_is_refused_by_its_head(data: bytes) -> None:
    before = time.process_time()
    assert refusal(data) == TOO_MANY
    assert time.process_time() - before < 0.2


def test_what_fits_its_head_is_decoded() -> None:
    """Just under 40 million, and what follows the head is not enough for so many."""
    assert refusal(claiming(6300, 6300)) == DAMAGED


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        ((1, 1), "This picture is too small to see: each side needs 16 pixels or more."),
        ((500, 15), "This picture is too small to see: each side needs 16 pixels or more."),
        (
            (100, 301),
            "This picture is too tall or too flat for a page. Cut it to what matters.",
        ),
        (
            (1001, 50),
            "This picture is too tall or too flat for a page. Cut it to what matters.",
        ),
    ],
)
def test_a_shape_that_no_page_can_show(size: tuple[int, int], sentence: str) -> None:
    assert refusal(png(*size)) == sentence


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF"])
def test_a_film(format: str) -> None:
    frames = [Image.new("RGB", (40, 30), (number, 0, 0)) for number in range(60)]
    film = saved(frames[0], format, save_all=True, append_images=frames[1:], duration=20)
    assert refusal(film) == "This picture moves. Only still ones can be shown."


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_one_that_was_cut_off(format: str) -> None:
    whole = saved(scene(640, 400), format)
    for share in (0.02, 0.3, 0.9):
        assert refusal(whole[: int(len(whole) * share)]) in (DAMAGED, UNKNOWN)


@pytest.mark.parametrize(
    "chunks",
    [
        chunk(b"zTXt", b"k\0\0" + zlib.compress(b"x" * 5_000_000)),
        chunk(b"zTXt", b"k\0\0" + zlib.compress(b"x" * 1_000_000)) * 100,
        chunk(b"iCCP", b"k\0\0" + zlib.compress(b"x" * 5_000_000)),
    ],
    ids=["one text", "many texts", "profile"],
)
def test_remarks_that_unfold_to_megabytes(chunks: bytes) -> None:
    assert refusal(with_chunks(chunks)) == DAMAGED


def test_remarks_that_are_only_long_are_dropped() -> None:
    made = make(with_chunks(chunk(b"tEXt", b"k\0" + b"x" * 900_000)))
    assert made == make(png())


@pytest.mark.parametrize("kind", ["segments", "scans"])
def test_a_jpeg_of_too_many_parts(kind: str) -> None:
    """Each remark is copied onto those before, and each scan goes over the whole picture."""
    whole = jpeg(progressive=True)
    scan = whole[whole.rfind(b"\xff\xda") : -2]
    crafted = {
        "segments": whole[:2] + b"\xff\xe1\0\x09Exif\0\0M" * 3000 + whole[2:],
        "scans": whole[:-2] + scan * 40 + whole[-2:],
    }
    before = time.process_time()
    assert refusal(crafted[kind]) == "This file is made of more parts than any picture needs."
    assert time.process_time() - before < 0.2


def test_a_jpeg_of_nothing_but_fill_bytes_takes_no_time() -> None:
    before = time.process_time()
    assert refusal(b"\xff" * 20 + b"\xd8\xff") == UNKNOWN
    assert refusal(jpeg()[:200] + b"\xff" * 2_000_000 + b"\0") == DAMAGED
    assert time.process_time() - before < 2


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.jpg", "a\0.jpg", "🦀.jpg", "a" * 5000 + ".jpg", "\ud800.jpg"]
)
def test_a_name_is_only_read_for_its_end(name: str) -> None:
    assert make(jpeg(), name=name) == make(jpeg())


WHOLE = [
    saved(scene(40, 30), "JPEG"),
    saved(scene(40, 30), "JPEG", progressive=True),
    saved(scene(40, 30, "CMYK"), "JPEG"),
    png(40, 30, "P"),
    png(40, 30, "LA"),
    png(40, 30, "RGBA"),
    saved(scene(40, 30), "WEBP"),
    saved(scene(40, 30, "RGBA"), "WEBP", lossless=True),
    saved(scene(40, 30), "AVIF"),
]


def made_or_refused(data: bytes) -> Made | str:
    """Raises whatever else comes of it."""
    try:
        return make(data)
    except Refused as refused:
        return str(refused)


@given(st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]), st.binary(max_size=2000))
@settings(max_examples=100)
def test_any_bytes_are_made_or_refused(start: bytes, rest: bytes) -> None:
    assert made_or_refused(start + rest)


@given(
    st.sampled_from(WHOLE),
    st.lists(
        st.tuples(st.integers(0, 5000), st.integers(0, 12), st.binary(max_size=12)),
        min_size=1,
        max_size=4,
    ),
)
@settings(max_examples=300)
def test_any_damage_to_a_picture_is_passed_over_or_refused(
    whole: bytes, wounds: list[tuple[int, int, bytes]]
) -> None:
    for at, taken, put in wounds:
        at %= len(whole) or 1
        whole = whole[:at] + put + whole[at + taken :]
    assert made_or_refused(whole)
