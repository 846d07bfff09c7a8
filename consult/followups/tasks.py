"""What Celery carries: ids, and nothing else. The database is the queue."""

from __future__ import annotations

from celery import shared_task

from consult.followups import delivery


@shared_task(name="followups.send")
def send(ids: list[int]) -> None:
    delivery.send_due(ids=ids)


@shared_task(name="followups.sweep")
def sweep() -> None:
    delivery.send_due()
