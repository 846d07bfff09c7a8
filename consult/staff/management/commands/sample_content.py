"""What a new practice starts with. Run again, it adds only what has not been there yet."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

import advisor
from advisor.core.model import load_matrix
from advisor.models import DecisionMatrix
from advisor.services import publish
from consult.blog import services
from consult.blog.files import ArticleFile, shipped
from consult.blog.models import Author, Topic
from consult.blog.readiness import Refused, slug_fault
from consult.blog.services import Draft
from consult.bookings.models import Availability, EventType, Host
from consult.staff.models import Shipped

MATRICES = Path(advisor.__file__).parent / "matrices"


class Command(BaseCommand):
    help = "Adds the shipped matrices, articles, and a host who takes calls: each of them once."

    @transaction.atomic
    def handle(self, *args: object, **options: object) -> None:
        for path in sorted(MATRICES.glob("*.toml")):
            if not DecisionMatrix.objects.filter(slug=path.stem).exists():
                publish(load_matrix(path.read_text()), timezone.now())
        for file in shipped():
            free = not slug_fault(file.slug, None)
            if first_time(f"article {file.slug}") and free:
                add_article(file)
        if first_time("host") and not Host.objects.exists():
            add_host()


def first_time(name: str) -> bool:
    """Whether this has never been added; from now on it has."""
    return Shipped.objects.get_or_create(name=name)[1]


def add_article(file: ArticleFile) -> None:
    author, _ = Author.objects.get_or_create(
        slug="jonas-lindqvist",
        defaults={
            "name": "Jonas Lindqvist",
            "role": "software architect",
            "bio": "Has designed, repaired, and retired backends since 2004.",
        },
    )
    topics = [
        Topic.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]
        for name in file.topics
    ]
    day = file.published
    now = datetime.combine(day, time(9), UTC) if day else timezone.now()
    draft = Draft(file.title, file.slug, file.summary, file.body, author, topics)
    revision = services.save(article=None, draft=draft, based_on=None, by=None, now=now)
    # Where staff keep its matrix to themselves, it stays a draft.
    with suppress(Refused):
        services.publish(article=revision.article, revision=revision, now=now)


def add_host() -> None:
    """Calls on weekdays, mornings and afternoons, in the practice's own time zone."""
    host = Host.objects.create(
        name="Jonas Lindqvist",
        email=settings.PRACTICE["email"],
        time_zone=settings.PRACTICE["time_zone"],
    )
    for weekday in range(5):
        for starts, ends in [(time(9, 30), time(12)), (time(14), time(17))]:
            Availability.objects.create(host=host, weekday=weekday, starts=starts, ends=ends)
    EventType.objects.create(
        host=host,
        slug="discovery",
        name="15-minute discovery call",
        minutes=15,
        buffer_minutes=15,
        minimum_notice_hours=12,
        horizon_days=30,
    )
