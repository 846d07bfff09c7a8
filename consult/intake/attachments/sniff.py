"""What a file is, read from its bytes with suspicion. Pure, and nothing is decoded or unpacked."""

from __future__ import annotations

import re
import struct
from pathlib import PurePath

from django.utils.translation import gettext as _

from consult.intake.attachments.archive import ends_as_archive, kind_of_archive
from consult.intake.attachments.kinds import (
    CSV,
    JPEG,
    MARKDOWN,
    PDF,
    PNG,
    TEXT,
    WEBP,
    Kind,
)
from consult.intake.attachments.refused import Refused, damaged, unknown

MOST_BYTES = 5 * 2**20
HEAD = 1024  # As far as browsers look for a page in a file.

_IS_PAGE = re.compile(rb"<(!doctype\s+html|html|head|body|svg|script|iframe)[\s>/]", re.IGNORECASE)
_HOLDS_PAGE = re.compile(rb"<(!doctype\s+html|html|svg)[\s>/]", re.IGNORECASE)
# What browsers take for a page where a file begins with it (WHATWG, MIME Sniffing, 7.1).
_BEGINS_AS_PAGE = re.compile(
    r"\s*<(!doctype|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--|\?xml|"
    r"svg)([\s>/-]|$)",
    re.IGNORECASE,
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_PROGRAM = re.compile(
    rb"MZ|\x7fELF|#!|\0asm|\xca\xfe\xba\xbe|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe"
)
_ARCHIVE = re.compile(
    rb"PK|Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ|\x28\xb5\x2f\xfd|.{257}ustar", re.DOTALL
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC = re.compile(rb"....ftyp(hei|hev|mif|msf)", re.DOTALL)
_TEXT_NAMES = {suffix: kind for kind in (TEXT, MARKDOWN, CSV) for suffix in kind.suffixes}


def kind_of(data: bytes, name: str) -> Kind:
    """The kind of the file with the content *data*; *name* tells texts apart.

    Raises Refused, and nothing else, whatever the bytes are.
    """
    if not data:
        raise Refused(_("It is empty. Attach a file with something in it."))
    if len(data) > MOST_BYTES:
        raise Refused(_("It is larger than 5 MB. Save it smaller, or in parts."))
    if data.startswith(b"PK\x03\x04"):
        return kind_of_archive(data)
    if kind := _binary(data):
        if ends_as_archive(data) or _IS_PAGE.search(data, 0, HEAD):
            raise Refused(_("It is two kinds of file in one. Save it again and attach that."))
        return kind
    return _text(data, name)


def _binary(data: bytes) -> Kind | None:
    """The kind that the bytes begin like; raises Refused where they do not end like it."""
    if re.match(rb"%PDF-\d", data):
        return _whole(PDF, b"%%EOF" in data[-2048:])
    if data.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"):
        return _whole(PNG, data.endswith(b"\0\0\0\0IEND\xaeB\x60\x82"))
    if data.startswith(b"\xff\xd8\xff"):
        return _whole(JPEG, b"\xff\xd9" in data)
    if re.match(rb"RIFF....WEBPVP8[ LX]", data, re.DOTALL):
        return _whole(WEBP, struct.unpack_from("<I", data, 4)[0] + 8 == len(data))
    return None


def _whole(kind: Kind, is_whole: bool) -> Kind:
    if not is_whole:
        raise damaged()
    return kind


def _text(data: bytes, name: str) -> Kind:
    suffix = PurePath(name).suffix.lower()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _foreign(data, suffix) from None
    if _CONTROLS.search(text):
        raise _foreign(data, suffix)
    if _HOLDS_PAGE.search(data, 0, HEAD) or _BEGINS_AS_PAGE.match(text):
        raise Refused(_("It is a web page or a drawing with code in it. Save it as PDF or PNG."))
    if text.startswith("#!"):
        raise _program()
    if text.startswith(("{\\rtf", "%!PS")):
        raise unknown()
    return _TEXT_NAMES.get(suffix, TEXT)


def _foreign(data: bytes, suffix: str) -> Refused:
    """What is no text and of no kind that is taken, in the most helpful words."""
    if _PROGRAM.match(data):
        return _program()
    if _ARCHIVE.match(data):
        return Refused(_("It is an archive. Attach the files in it one by one."))
    if data.startswith(_OLD_OFFICE):
        return Refused(
            _("It is in an old format, or protected by a password. Save it as PDF, DOCX, or XLSX.")
        )
    if _HEIC.match(data):
        return Refused(_("It is a HEIC photograph. Save it as JPEG and attach that."))
    if suffix in _TEXT_NAMES:
        return Refused(_("This text is not in UTF-8. Save it in UTF-8, or as PDF."))
    return unknown()


def _program() -> Refused:
    return Refused(_("It is a program. Describe what it does, or attach it as text in a PDF."))
