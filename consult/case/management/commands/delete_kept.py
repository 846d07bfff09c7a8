from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from consult.case.erasure import delete_kept


class Command(BaseCommand):
    help = "Deletes what the law made us keep until a day that is over: from cron, or by hand."

    def handle(self, *args: object, **options: object) -> None:
        zone = ZoneInfo(settings.PRACTICE["time_zone"])
        count = delete_kept(zone=zone, now=timezone.now())
        self.stdout.write(f"{count} people and last mails deleted")
