"""What the scheduler asks for once a night."""

from __future__ import annotations

import logging

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from consult.intake import expiry
from consult.intake.attachments.services import remove_orphans

logger = logging.getLogger(__name__)


@shared_task(name="intake.expire")
def expire() -> int:
    """Forget all whose time is over. How many drafts that were."""
    now = timezone.now()
    drafts = expiry.expire_drafts(now)
    expiry.tidy_submitted(now)
    call_command("clearsessions")
    try:
        remove_orphans(now)
    except OSError:
        logger.exception("The store of attachments is away. Its orphans go the next night.")
    return drafts
