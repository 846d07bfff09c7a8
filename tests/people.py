"""Named people and what they own: Ada the visitor, Sam on staff, Lin the host."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

from django.contrib.auth.models import User

from advisor.core.model import Answers, load_matrix
from advisor.services import publish
from consult.bookings.models import Availability, EventType, Host
from consult.intake.brief import Brief, Budget, Stage, Timeline
from consult.intake.contact import Contact, consented
from consult.intake.services import save_step, start, submit
from consult.intake.source import Source
from consult.leads.models import Case
from consult.leads.services import open_case

# A Monday, in winter time.
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

GOLDEN = Path(__file__).parent / "advisor/core/golden/matrix.toml"


def ada_contact(**changes: object) -> Contact:
    values: dict[str, object] = {
        "name": "Ada Okafor",
        "email": "ada@client.example",
        "company": "Okafor Freight",
        "time_zone": "America/New_York",
        **consented(now=NOW),
        **changes,
    }
    return Contact.model_validate(values)


def open_case_for_ada(now: datetime = NOW, **changes: object) -> Case:
    """A case without an intake. Needs a transaction, as every database test has."""
    source: dict[str, object] = {"article": "choosing-your-backend-engine", "cta": "call"}
    return open_case(contact=ada_contact(**changes), source=source, intake=None, now=now)


def sam() -> User:
    return User.objects.create_superuser("sam", "sam@practice.example", "sam's long password")


def discovery_call() -> EventType:
    """Lin's 15-minute call: weekdays from 9 to 12 and 14 to 16 o'clock in Berlin."""
    lin = Host.objects.create(name="Lin", email="lin@practice.example", time_zone="Europe/Berlin")
    for weekday in range(5):
        for starts, ends in [(time(9), time(12)), (time(14), time(16))]:
            Availability.objects.create(host=lin, weekday=weekday, starts=starts, ends=ends)
    return EventType.objects.create(
        host=lin,
        slug="discovery",
        name="15-minute discovery call",
        minutes=15,
        buffer_minutes=15,
        minimum_notice_hours=12,
        horizon_days=30,
    )


def submitted_case_of_ada(now: datetime = NOW, what: str = "Forecasts for freight.") -> Case:
    """A case with a submitted intake on the golden matrix: two answers and a brief."""
    version = publish(load_matrix(GOLDEN.read_text()), now)
    answers = Answers(answers={"workload": ("ml",), "team": ("python",)})
    intake = start(version=version, answers=answers, source=Source(article="x"), now=now)
    brief = Brief(what=what, stage=Stage.IDEA, timeline=Timeline.NOW, budget=Budget.UNSAID)
    save_step(intake=intake, key="brief", data=brief.model_dump(mode="json"), now=now)
    save_step(intake=intake, key="contact", data=ada_contact().model_dump(mode="json"), now=now)
    submit(intake=intake, now=now)
    return Case.objects.get(intake=intake)
