"""What can be attached, by what is in the file; what it is called never decides."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """The first of `suffixes` is given to a file that has none of them."""

    content_type: str
    suffixes: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument."

PDF = Kind("application/pdf", (".pdf",))
PNG = Kind("image/png", (".png",))
JPEG = Kind("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif"))
WEBP = Kind("image/webp", (".webp",))
DOCX = Kind(_OFFICE + "wordprocessingml.document", (".docx",))
XLSX = Kind(_OFFICE + "spreadsheetml.sheet", (".xlsx",))
PPTX = Kind(_OFFICE + "presentationml.presentation", (".pptx",))
ODT = Kind("application/vnd.oasis.opendocument.text", (".odt",))
# Text is told apart by its name alone: for whoever reads it, nothing hangs on that.
TEXT = Kind("text/plain", (".txt",))
MARKDOWN = Kind("text/markdown", (".md", ".markdown"))
CSV = Kind("text/csv", (".csv",))

KINDS = (PDF, PNG, JPEG, WEBP, DOCX, XLSX, PPTX, ODT, TEXT, MARKDOWN, CSV)
