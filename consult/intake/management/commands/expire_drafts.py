from __future__ import annotations

from django.core.management.base import BaseCommand

from consult.intake.tasks import expire


class Command(BaseCommand):
    help = "Deletes drafts and sessions whose time is over, without Redis and Celery."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{expire()} expired drafts deleted")
