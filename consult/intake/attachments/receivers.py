from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from consult.intake.attachments.services import remove_file
from consult.intake.models import Attachment


@receiver(post_delete, sender=Attachment)
def remove_its_file(instance: Attachment, **kwargs: Any) -> None:
    """After the commit, also where the intake goes with all that it has.

    A store that is away undoes nothing: the file is then an orphan, and goes as one.
    """
    name = str(instance.file.name)

    # A function and no partial: Django's line in the log on a failure asks for its name.
    def remove_now() -> None:
        remove_file(name)

    transaction.on_commit(remove_now, robust=True)
