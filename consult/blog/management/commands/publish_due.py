from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils import timezone

from consult.blog.readiness import faults
from consult.blog.services import due, publish_due


class Command(BaseCommand):
    help = (
        "Publishes what was scheduled and is due, without Redis and Celery: from cron, or by hand."
    )

    def handle(self, *args: object, **options: object) -> None:
        now = timezone.now()
        for article in publish_due(now):
            self.stdout.write(f"published {article.slug}")
        for article in due(now):
            if article.scheduled:
                why = " ".join(faults(article, article.scheduled))
                self.stderr.write(f"not published: {article.slug}. {why}")
