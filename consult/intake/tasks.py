"""What the scheduler asks for once a night."""

from __future__ import annotations

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from consult.intake import expiry


@shared_task(name="intake.expire")
def expire() -> int:
    """Forget all whose time is over. How many drafts that were."""
    now = timezone.now()
    drafts = expiry.expire_drafts(now)
    expiry.tidy_submitted(now)
    call_command("clearsessions")
    return drafts
