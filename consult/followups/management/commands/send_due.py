from __future__ import annotations

from django.core.management.base import BaseCommand

from consult.followups.delivery import send_due


class Command(BaseCommand):
    help = "Sends every message that is due, without Redis and Celery: from cron, or by hand."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{send_due()} due messages looked at")
