"""Keep, remove, copy: files are written and read outside of transactions, rows inside of them.

A file comes into the store before its row does, and leaves it after its last row has left. What a
crash leaves in between, `remove_orphans` takes away.
"""

from __future__ import annotations

import hashlib
import logging
import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from consult.intake.attachments.names import clean
from consult.intake.attachments.refused import Refused
from consult.intake.attachments.sniff import MOST_BYTES, kind_of
from consult.intake.models import MOST_ATTACHMENTS, Attachment, Intake, attachment_storage

logger = logging.getLogger(__name__)

# Far longer than between a file's writing and its row's.
ORPHANED_AFTER = timedelta(days=1)


def store(*, intake: Intake, uploads: Sequence[UploadedFile], now: datetime) -> list[str]:
    """Keep *uploads* with *intake*, each that can be kept, and none twice.

    Returns a sentence for each that cannot. Must not be called inside a transaction.
    """
    problems = []
    room = MOST_ATTACHMENTS - intake.attachments.count()
    is_away = False
    for upload in uploads:
        try:
            attachment, data = _read(intake, upload, now)
            if is_away:
                raise _away()
            if intake.attachments.filter(digest=attachment.digest).exists():
                continue
            if room <= 0:
                raise _no_room()
            _write(attachment, data)
            room -= 1
        except OSError:
            logger.exception("The store of attachments is away.")
            is_away = True  # Whoever waits for it once does not wait for it three times.
            problems.append(_named(upload, _away()))
        except Refused as refused:
            problems.append(_named(upload, refused))
    return problems


def remove(*, intake: Intake, files: Collection[str]) -> None:
    """Take those attachments away whose files have these names, unless *intake* is submitted."""
    with transaction.atomic():
        if _lock(intake):
            for attachment in intake.attachments.all():
                if attachment.file.name in files:
                    attachment.delete()


def copy(*, source: Intake, target: Intake, only: Collection[str] | None = None) -> None:
    """Let *target* have the attachments of *source*: the files are shared.

    If given, *only* those whose files have these names.
    """
    # Locked, so that none of these files loses its last row before it has its next one.
    rows = source.attachments.select_for_update()
    Attachment.objects.bulk_create(
        Attachment(
            intake=target,
            position=row.position,
            name=row.name,
            content_type=row.content_type,
            size=row.size,
            digest=row.digest,
            file=row.file.name,
            added_at=row.added_at,
        )
        for row in rows
        if only is None or row.file.name in only
    )


def names_of(intake: Intake) -> set[str]:
    """What its files are called in the store."""
    return set(intake.attachments.values_list("file", flat=True))


def content_of(attachment: Attachment) -> bytes:
    """What the file holds. Raises OSError where the store is away, or has it no more."""
    with attachment_storage().open(attachment.file.name) as file:
        content: bytes = file.read()
    return content


def remove_file(name: str) -> None:
    """Take a file out of the store, unless an attachment still has it. Raises OSError."""
    if not Attachment.objects.filter(file=name).exists():
        attachment_storage().delete(name)


def remove_orphans(now: datetime) -> int:
    """Take away the files that no attachment has, and how many those were. Raises OSError.

    Those of the last day stay: their rows may be about to be written.
    """
    storage = attachment_storage()
    try:
        _folders, names = storage.listdir("")
    except FileNotFoundError:  # Nothing was ever attached.
        return 0
    with_row = set(Attachment.objects.values_list("file", flat=True))
    orphans = [
        name
        for name in names
        if name not in with_row and storage.get_modified_time(name) < now - ORPHANED_AFTER
    ]
    for name in orphans:
        remove_file(name)
    return len(orphans)


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


def _write(attachment: Attachment, data: bytes) -> None:
    """The file, then its row. Raises OSError, or Refused where another tab was faster."""
    stored = attachment_storage().save(uuid.uuid4().hex, ContentFile(data))
    attachment.file.name = stored
    try:
        with transaction.atomic():
            is_kept = _add(attachment)
    except BaseException:
        _discard(stored)
        raise
    if not is_kept:
        _discard(stored)


def _add(attachment: Attachment) -> bool:
    """Give it the first free place. False where the same file is there already."""
    intake = attachment.intake
    if not _lock(intake):
        raise Refused(_("The enquiry was submitted before it was there, so it was not added."))
    there = dict(intake.attachments.values_list("position", "digest"))
    if attachment.digest in there.values():
        return False
    free = [place for place in range(1, MOST_ATTACHMENTS + 1) if place not in there]
    if not free:
        raise _no_room()
    attachment.position = free[0]
    attachment.save(force_insert=True)
    return True


def _lock(intake: Intake) -> bool:
    """Make all others wait who change *intake*, and say whether it can still be changed."""
    rows = Intake.objects.select_for_update().filter(pk=intake.pk, submitted_at=None)
    return rows.values_list("pk", flat=True).first() is not None


def _discard(name: str) -> None:
    try:
        attachment_storage().delete(name)
    except OSError:
        logger.exception("A file without an attachment stays in the store for now.")


def _named(upload: UploadedFile, refused: Refused) -> str:
    # As it was called where it comes from, without what cannot be shown.
    name = "".join(c for c in upload.name or "" if c.isprintable())
    return _("“%(name)s” was not kept. %(sentence)s") % {"name": name, "sentence": refused}


def _away() -> Refused:
    return Refused(
        _(
            "Our store for files does not answer. Everything else on this page was kept. Attach "
            "the file again in a few minutes, or continue without it."
        )
    )


def _no_room() -> Refused:
    sentence = _("At most %(most)s files can be attached. Remove one to make room.")
    return Refused(sentence % {"most": MOST_ATTACHMENTS})
