"""What a page adds and removes: files outside of transactions, rows in one statement each.

A file comes into the store before its row does, and leaves it after its last row has left. What a
crash leaves in between, `remove_orphans` takes away.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from consult.intake.attachments.names import clean
from consult.intake.attachments.refused import Refused, away, named, no_room, too_late
from consult.intake.attachments.sniff import MOST_BYTES, kind_of
from consult.intake.models import MOST_ATTACHMENTS, Attachment, Intake, attachment_storage

logger = logging.getLogger(__name__)

NAME_IN_STORE = re.compile(r"\w{1,100}", re.ASCII)
# Each waits for a submission that is under way, and does nothing after it. One statement each, so
# that a page that brings files takes no more than eight queries.
_OWN = "SELECT id FROM intake_intake WHERE id = %(intake)s AND submitted_at IS NULL FOR UPDATE"
_REMOVE = f"""
    WITH own AS ({_OWN})
    DELETE FROM intake_attachment USING own
    WHERE intake_id = own.id AND file = ANY(%(files)s)
    RETURNING file
"""
# Of two tabs that take the same place, or bring the same file, the second adds nothing.
_ADD = f"""
    WITH own AS ({_OWN})
    INSERT INTO intake_attachment
        (intake_id, position, name, content_type, size, digest, file, added_at)
    SELECT own.id, position, name, content_type, size, digest, file, %(now)s
    FROM own, jsonb_to_recordset(%(rows)s::jsonb) AS one
        (position int, name text, content_type text, size int, digest text, file text)
    ON CONFLICT DO NOTHING
    RETURNING file
"""


class Changed(NamedTuple):
    """A sentence for each file that was not kept, and all that are attached now."""

    problems: list[str]
    attachments: list[Attachment]


class Written(NamedTuple):
    """A file that is in the store, and the row that it is to have."""

    upload: UploadedFile
    row: Attachment


def change(
    *,
    intake: Intake,
    now: datetime,
    remove: Collection[str] = (),
    uploads: Sequence[UploadedFile] = (),
) -> Changed:
    """Take away what is named in the store as in *remove*, and keep each of *uploads* that can be
    kept, none twice. Nothing changes where *intake* is submitted.

    Must not be called inside a transaction.
    """
    gone = _take_away(intake, remove)
    rows = list(Attachment.objects.filter(Q(intake=intake) | Q(file__in=gone)))
    for name in gone - {row.file.name for row in rows}:
        _discard(name)
    there = [row for row in rows if row.intake_id == intake.pk]
    problems, written = _write(intake, there, uploads, now)
    problems += _add(intake, there, written, now)
    return Changed(problems, sorted(there, key=lambda row: row.position))


def _take_away(intake: Intake, names: Collection[str]) -> set[str]:
    """The names of those that were there."""
    sent = [name for name in names if NAME_IN_STORE.fullmatch(name)]
    if not sent:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_REMOVE, {"intake": intake.pk, "files": sent})
        return {name for (name,) in cursor}


def _write(
    intake: Intake, there: Sequence[Attachment], uploads: Sequence[UploadedFile], now: datetime
) -> tuple[list[str], list[Written]]:
    """Bring into the store what can be kept beside *there*; a sentence for each that cannot."""
    problems: list[str] = []
    written: list[Written] = []
    is_away = False
    for upload in uploads:
        try:
            row, data = _read(intake, upload, now)
            if is_away:
                raise away()
            if not _has_place(row, [*there, *(one.row for one in written)]):
                continue
            row.file.name = attachment_storage().save(uuid.uuid4().hex, ContentFile(data))
            written.append(Written(upload, row))
        except OSError:
            logger.exception("The store of attachments is away.")
            is_away = True  # Whoever waits for it once does not wait for it three times.
            problems.append(named(upload.name, away()))
        except Refused as refused:
            problems.append(named(upload.name, refused))
    return problems, written


def _read(intake: Intake, upload: UploadedFile, now: datetime) -> tuple[Attachment, bytes]:
    """The row that *upload* would have, and its content. Raises Refused."""
    data = upload.read(MOST_BYTES + 1)
    name = upload.name or ""
    kind = kind_of(data, name)
    return Attachment(
        intake=intake,
        name=clean(name, kind, _("attachment")),
        content_type=kind.content_type,
        size=len(data),
        digest=hashlib.sha256(data).hexdigest(),
        added_at=now,
    ), data


def _has_place(row: Attachment, others: Sequence[Attachment]) -> bool:
    """False where it is among *others* already. Raises Refused where there is no room for it."""
    if row.digest in {one.digest for one in others}:
        return False
    if len(others) >= MOST_ATTACHMENTS:
        raise no_room()
    return True


def _add(
    intake: Intake, there: list[Attachment], written: Sequence[Written], now: datetime
) -> list[str]:
    """Write the rows, each in the first free place. *there* has them afterwards.

    A sentence for each that cannot be added any more: another tab was faster, or has submitted.
    """
    problems: list[str] = []
    waiting = list(written)
    while waiting:
        try:
            kept = _insert(intake, there, waiting, now)
        except BaseException:
            for one in waiting:
                _discard(str(one.row.file.name))
            raise
        there += [one.row for one in waiting if one.row.file.name in kept]
        lost = [one for one in waiting if one.row.file.name not in kept]
        waiting = _look_again(intake, there, lost, problems) if lost else []
    return problems


def _look_again(
    intake: Intake, there: list[Attachment], lost: Sequence[Written], problems: list[str]
) -> list[Written]:
    """Read *there* anew: those of *lost* that still have a place. The others leave the store."""
    there[:] = intake.attachments.all()
    is_open = Intake.objects.filter(pk=intake.pk, submitted_at=None).exists()
    found: list[Written] = []
    for one in lost:
        try:
            if not is_open:
                raise too_late()
            if _has_place(one.row, [*there, *(other.row for other in found)]):
                found.append(one)
                continue
        except Refused as refused:
            problems.append(named(one.upload.name, refused))
        _discard(str(one.row.file.name))
    return found


def _insert(
    intake: Intake, there: Sequence[Attachment], waiting: Sequence[Written], now: datetime
) -> set[str]:
    """The names in the store of those that were added."""
    taken = {row.position for row in there}
    free = [place for place in range(1, MOST_ATTACHMENTS + 1) if place not in taken]
    fields = ("position", "name", "content_type", "size", "digest")
    for one, place in zip(waiting, free, strict=False):
        one.row.position = place
    rows = [
        {**{name: getattr(one.row, name) for name in fields}, "file": one.row.file.name}
        for one in waiting[: len(free)]
    ]
    with connection.cursor() as cursor:
        cursor.execute(_ADD, {"intake": intake.pk, "now": now, "rows": json.dumps(rows)})
        return {name for (name,) in cursor}


def _discard(name: str) -> None:
    try:
        attachment_storage().delete(name)
    except OSError:
        logger.exception("A file without an attachment stays in the store for now.")
