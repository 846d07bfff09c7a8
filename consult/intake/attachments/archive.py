"""What an Office document says of itself in the directory of its archive; nothing is unpacked."""

from __future__ import annotations

import re
import struct
from io import BytesIO
from itertools import pairwise
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from consult.intake.attachments.kinds import DOCX, ODT, PPTX, XLSX, Kind
from consult.intake.attachments.refused import Refused, damaged, unknown

MOST_PARTS = 5_000
MOST_UNPACKED = 250_000_000  # bytes, as the directory claims
_END = b"PK\x05\x06"  # the record that ends an archive, and stands at the end of the file
_END_SIZE = 22
_LOCAL_SIZE = 30
_IS_ENCRYPTED = 0x1
# Wherever one of these is, there is a document of that kind.
_MAIN = [
    (DOCX, re.compile(r"word/document\d*\.xml")),
    (XLSX, re.compile(r"xl/workbook\d*\.xml")),
    (PPTX, re.compile(r"ppt/presentation\d*\.xml")),
]
_MACROS = re.compile(
    r"(^|/)vbaproject[^/]*\.bin$|^xl/macrosheets/|/activex/|^(basic|scripts)/", re.IGNORECASE
)
_PROGRAM = re.compile(
    r"\.(exe|dll|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|class|dex|sh|py|lnk|html?)$",
    re.IGNORECASE,
)


def ends_as_archive(data: bytes) -> bool:
    """Whether *data* can be opened as a ZIP archive, whatever it begins with."""
    at = data.rfind(_END, -(_END_SIZE + 0xFFFF))
    if at < 0 or at + _END_SIZE > len(data):
        return False
    return at + _END_SIZE + int(struct.unpack_from("<H", data, at + 20)[0]) >= len(data)


def kind_of_archive(data: bytes) -> Kind:
    """The kind of the document that *data*, which begins like an archive, is. Raises Refused."""
    # Counted first, so that a directory of nothing but entries costs no memory.
    if data.count(b"PK\x01\x02") > MOST_PARTS:
        raise unknown()
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    # The reader of foreign bytes raises nearly everything that there is.
    except Exception as reason:
        raise damaged() from reason
    names = [part.orig_filename for part in parts]
    if not _is_sound(parts, names):
        raise unknown()
    kind = _kind(data, parts, names)
    if any(_MACROS.search(name) for name in names):
        raise Refused(_("It contains macros. Save it without them, or as PDF, and attach that."))
    if any(_PROGRAM.search(name) for name in names):
        raise Refused(_("It contains a program. Take that out, or save it as PDF."))
    if any(part.flag_bits & _IS_ENCRYPTED for part in parts):
        raise Refused(_("It is protected by a password. Save it without one."))
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(_("Unpacked, it is larger than any document. Save it as PDF, or in parts."))
    return kind


def _kind(data: bytes, parts: list[ZipInfo], names: list[str]) -> Kind:
    if names[0] == "mimetype" and "content.xml" in names:
        return _open_document(data, parts[0])
    kinds = [kind for kind, main in _MAIN if any(main.fullmatch(name) for name in names)]
    others = any(name.upper().startswith("META-INF/") for name in names)  # as in a JAR
    if len(kinds) != 1 or "[Content_Types].xml" not in names or others:
        raise unknown()
    return kinds[0]


def _open_document(data: bytes, first: ZipInfo) -> Kind:
    """Its kind stands in the first part, which is not packed, so that it can be read in place."""
    length = sum(struct.unpack_from("<HH", data, 26))
    at = _LOCAL_SIZE + length
    if first.compress_type != ZIP_STORED or data[at : at + first.file_size] != (
        ODT.content_type.encode()
    ):
        raise unknown()
    return ODT


def _is_sound(parts: list[ZipInfo], names: list[str]) -> bool:
    """Whether the parts begin with the file, lie one behind the other, and have names of theirs."""
    if not parts or len(set(names)) != len(names):
        return False
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
        return False
    placed = sorted(parts, key=lambda part: part.header_offset)
    return placed[0].header_offset == 0 and all(
        before.header_offset + _LOCAL_SIZE + before.compress_size <= after.header_offset
        for before, after in pairwise(placed)
    )
