"""What is attached is copied, read, and taken out of the store. A page's changes: `changing.py`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from consult.intake.models import Attachment, Intake, attachment_storage

# Far longer than between a file's writing and its row's.
ORPHANED_AFTER = timedelta(days=1)


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
