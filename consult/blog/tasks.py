"""What the scheduler asks for, again and again."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from consult.blog import services


@shared_task(name="blog.publish_due")
def publish_due() -> None:
    services.publish_due(timezone.now())
