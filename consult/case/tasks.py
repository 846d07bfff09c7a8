"""What the scheduler asks for, once a day."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from consult.case import erasure


@shared_task(name="case.delete_kept")
def delete_kept() -> None:
    erasure.delete_kept(zone=ZoneInfo(settings.PRACTICE["time_zone"]), now=timezone.now())
