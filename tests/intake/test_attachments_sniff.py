"""What is in a file decides, whatever it is called, and nothing is unpacked to find out."""

from __future__ import annotations

import struct
import time
import zlib
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.intake.attachments import sniff
from consult.intake.attachments.archive import MOST_PARTS
from consult.intake.attachments.kinds import KINDS
from consult.intake.attachments.refused import Refused
from consult.intake.attachments.sniff import MOST_BYTES, kind_of
from tests.intake.files import DOCX, ODT, ODT_TYPE, PDF, PPTX, XLSX, archive, office, picture

KNOWN = {
    "plan.pdf": PDF,
    "logo.png": picture("PNG"),
    "photo.jpg": picture("JPEG"),
    "photo.webp": picture("WEBP"),
    "brief.docx": DOCX,
    "costs.xlsx": XLSX,
    "pitch.pptx": PPTX,
    "brief.odt": ODT,
    "notes.txt": "Lorries – 12 of them.\r\n\tAll in Köln.\f".encode(),
    "notes.md": b"# Routes\n\nNothing <b>else</b>, and a `<script>` in words.\n",
    "costs.csv": "\ufeffname;euro\nlorry;5\n".encode(),
}

UNKNOWN = "This kind of file cannot be attached."
PAGE = "It is a web page or a drawing with code in it."
PROGRAM = "It is a program."
ARCHIVE = "It is an archive."
DAMAGED = "It is damaged or not complete."
TWO = "It is two kinds of file in one."
MACROS = "It contains macros."
BIG = 5 * 2**20


def refusal(data: bytes, name: str = "plan.pdf") -> str:
    with pytest.raises(Refused) as refused:
        kind_of(data, name)
    return str(refused.value)


@pytest.mark.parametrize("name", KNOWN)
def test_every_kind_that_is_taken_is_known_by_its_content(name: str) -> None:
    [kind] = [kind for kind in KINDS if any(name.endswith(suffix) for suffix in kind.suffixes)]
    assert kind_of(KNOWN[name], name) == kind
    if "text/" not in kind.content_type:
        assert {kind_of(KNOWN[name], lie) for lie in ("a.exe", "a.html", "a", "")} == {kind}


def test_text_is_text_whatever_it_is_called() -> None:
    names = ["a.txt", "a.html", "a.exe", "a.pdf", ""]
    assert [kind_of(b"Lorries.", name).content_type for name in names] == ["text/plain"] * 5


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "It is empty."),
        (PDF + b"\0" * BIG, "It is larger than 5 MB."),
        # Pages, and what a browser might take for one.
        (b"<!DOCTYPE html><p>", PAGE),
        (b"\n  <HTML><script>alert(1)</script>", PAGE),
        (b"Just text <html lang=en>", PAGE),
        (b"\xef\xbb\xbf<script>alert(1)</script>", PAGE),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", PAGE),
        (b"<?xml version='1.0'?><svg/>", PAGE),
        (b"<!-- a remark -->", PAGE),
        # Programs.
        (b"MZ\x90\0\x03\0\0\0", PROGRAM),
        (b"\x7fELF\x02\x01\x01\0", PROGRAM),
        (b"\xcf\xfa\xed\xfe\x07\0\0\x01", PROGRAM),
        (b"#!/bin/sh\nrm -rf ~\n", PROGRAM),
        # Archives.
        (archive({"plan.txt": "x"}), UNKNOWN),
        (archive({}), ARCHIVE),
        (b"\x1f\x8b\x08\0\0\0\0\0", ARCHIVE),
        (b"Rar!\x1a\x07\x01\0", ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c\0\x04", ARCHIVE),
        (b"a/\0".ljust(257, b"\0") + b"ustar\0", ARCHIVE),
        # Documents that are not taken.
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "It is in an old format"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "It is a HEIC photograph."),
        (b"{\\rtf1 hello}", UNKNOWN),
        (b"%!PS-Adobe-3.0\n", UNKNOWN),
        (b"GIF89a\x01\0\x01\0\x80\0\0", UNKNOWN),
        (b"text with\x00 a NUL", UNKNOWN),
        (b"text with\x1b[31m colours", UNKNOWN),
        # Two in one, or half of one.
        (PDF + archive({"a.txt": "x"}), TWO),
        (picture("JPEG") + archive({"a.class": "x"}), TWO),
        (b"%PDF-1.7\n<script>alert(1)</script>\n%%EOF", TWO),
        (picture("PNG") + b"<script>", DAMAGED),
        (picture("WEBP") + b"more", DAMAGED),
        (picture("PNG")[:-4], DAMAGED),
        (PDF[:40], DAMAGED),
        (DOCX[:-30], DAMAGED),
        (b"PK\x03\x04", DAMAGED),
        # Office documents with more in them than a document.
        (office("word/document.xml", **{"word/vbaProject.bin": b"x"}), MACROS),
        (office("xl/workbook.xml", **{"xl/macrosheets/sheet1.xml": b"x"}), MACROS),
        (office("word/document.xml", **{"word/activeX/activeX1.xml": b"x"}), MACROS),
        (archive({"mimetype": ODT_TYPE, "content.xml": "x", "Basic/script.xml": "x"}), MACROS),
        (office("word/document.xml", **{"word/media/run.exe": b"x"}), "It contains a program."),
        (office("word/document.xml", **{"../../etc/passwd": b"x"}), UNKNOWN),
        (office("word/document.xml", **{"/etc/passwd": b"x"}), UNKNOWN),
        (office("word/document.xml", **{"xl/workbook.xml": b"x"}), UNKNOWN),
        (office("word/document.xml", **{"META-INF/MANIFEST.MF": b"x"}), UNKNOWN),
        (archive({"word/document.xml": "x"}), UNKNOWN),
        (archive({"mimetype": "application/zip", "content.xml": "x"}), UNKNOWN),
        (archive({"a.class": "x"}) + DOCX, UNKNOWN),
    ],
)
def test_what_is_not_taken_is_refused_with_a_way_out(data: bytes, sentence: str) -> None:
    assert refusal(data).startswith(sentence)


@pytest.mark.parametrize("text", ["Köln".encode("latin-1"), "Köln".encode("utf-16")])
def test_text_that_is_not_in_utf_8_is_told_apart_from_what_is_no_text(text: bytes) -> None:
    assert refusal(text, "notes.csv").startswith("This text is not in UTF-8.")


def test_a_file_of_five_megabytes_is_taken() -> None:
    assert kind_of(b"x" * MOST_BYTES, "a.txt").content_type == "text/plain"


def test_a_document_with_a_password_is_refused() -> None:
    locked = bytearray(DOCX)
    at = 0
    while (at := locked.find(b"PK\x01\x02", at)) >= 0:
        locked[at + 8] |= 1
        at += 4
    assert refusal(bytes(locked)).startswith("It is protected by a password.")


def test_parts_that_share_their_bytes_are_refused() -> None:
    """As in the bombs that need no nesting: every entry points at the same packed bytes."""
    data = bytearray(office("word/document.xml", **{"word/media/a": b"x" * 99}))
    entry = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", entry + 4)
    data[second + 42 : second + 46] = struct.pack("<I", 1)
    assert refusal(bytes(data)).startswith(UNKNOWN)


@pytest.fixture
def bomb() -> bytes:
    """Its second part unpacks to two gigabytes, as its directory says."""
    data = bytearray(office("word/document.xml"))
    second = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 4)
    data[second + 24 : second + 28] = struct.pack("<I", 2**31)
    return bytes(data)


def test_a_bomb_is_refused_and_not_unpacked(bomb: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def unpack(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("Something was unpacked.")

    monkeypatch.setattr(zlib, "decompressobj", unpack)
    assert refusal(bomb).startswith("Unpacked, it is larger than any document.")
    assert kind_of(DOCX, "") == kind_of(office("word/document2.xml"), "")


def test_without_the_limit_a_bomb_would_be_taken(
    bomb: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.intake.attachments.archive.MOST_UNPACKED", 10**12)
    assert kind_of(bomb, "") == kind_of(DOCX, "")


def test_a_directory_of_nothing_but_entries_costs_no_time() -> None:
    entry = struct.pack("<4sHHHHHHLLLHHHHHLL", b"PK\x01\x02", *[0] * 9, 1, *[0] * 6) + b"a"
    count = (MOST_BYTES - 100) // len(entry)
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, count * len(entry), 30, 0)
    data = b"PK\x03\x04".ljust(30, b"\0") + entry * count + end
    assert count > MOST_PARTS
    before = time.process_time()
    assert refusal(data).startswith(UNKNOWN)
    assert time.process_time() - before < 0.2


def test_without_a_look_at_its_end_a_picture_could_be_an_archive(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sniff, "ends_as_archive", lambda data: False)
    assert kind_of(PDF + archive({"a.txt": "x"}), "").content_type == "application/pdf"


STARTS = st.sampled_from(
    [b"", b"PK\x03\x04", b"%PDF-1", b"\x89PNG\r\n\x1a\n", b"RIFF", *KNOWN.values()]
)


@settings(max_examples=100)
@given(start=STARTS, cut=st.integers(0, 400), rest=st.binary(max_size=200), name=st.text())
def test_whatever_comes_is_of_a_kind_or_refused(
    start: bytes, cut: int, rest: bytes, name: str
) -> None:
    with suppress(Refused):
        assert kind_of(start[:cut] + rest + start[cut:], name) in KINDS
