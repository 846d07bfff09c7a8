"""Small files of every kind, each as a program would save it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from consult import storage
from tests.intake.visit import BRIEF, Visit

PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def picture(format: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (3, 2), "navy").save(file, format)
    return file.getvalue()


def archive(parts: Mapping[str, str | bytes], comment: bytes = b"") -> bytes:
    """A ZIP of *parts*; one named `mimetype` is stored as it is, like an office suite does."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            kind = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            made.writestr(name, content, kind)
        made.comment = comment
    return file.getvalue()


def office(main: str, **more: str | bytes) -> bytes:
    """A document of Word, Excel, or PowerPoint, with its part *main*."""
    return archive({"[Content_Types].xml": "<Types/>", "_rels/.rels": "<x/>", main: "<x/>", **more})


DOCX = office("word/document.xml")
XLSX = office("xl/workbook.xml")
PPTX = office("ppt/presentation.xml")
ODT = archive({"mimetype": ODT_TYPE, "content.xml": "<x/>", "META-INF/manifest.xml": "<x/>"})


def keep_in(settings: Any, folder: Path) -> Path:
    """Let what is attached be kept in *folder*, a test's own."""
    entry = storage.folder(folder)
    settings.STORAGES = {**settings.STORAGES, "attachments": entry}
    return folder


def upload(name: str = "plan.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def pdf(mark: str) -> bytes:
    """A PDF unlike those with other marks."""
    return PDF + f"% {mark}\n%%EOF\n".encode()


def names(ada: Visit) -> list[str]:
    return [attachment.name for attachment in ada.intake().attachments.all()]


def send(ada: Visit, *files: SimpleUploadedFile, **changes: Any) -> Any:
    return ada.post("brief", {**BRIEF, "files": list(files), **changes})


def text_of(answer: Any) -> str:
    page: str = unescape(answer.content.decode())
    return re.sub(r"\s+", " ", page)


def ticks(ada: Visit) -> list[str]:
    """What the boxes to remove files send, in their order."""
    return re.findall(r'name="remove-files" value="(\w+)"', ada.get("brief").content.decode())
