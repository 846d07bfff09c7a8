"""Named people and what they own: Ada the visitor, Sam on staff, Lin the host."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from advisor.core.model import Answers, load_matrix
from advisor.services import publish
from consult.bookings.models import Availability, EventType, Host
from consult.intake.brief import Budget, Stage, Timeline, Traffic, Users
from consult.intake.contact import Contact, consented
from consult.intake.models import Holder, Intake
from consult.intake.services import run_of, save, start, submit
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


def brief(**changes: str) -> dict[str, dict[str, str]]:
    """Both pages of a brief as they are saved, with some answers changed."""
    first: dict[str, str] = {
        "what": "Forecasts for freight.",
        "stage": Stage.IDEA,
        "integrations": "",
        "notes": "",
    }
    second: dict[str, str] = {
        "users": Users.THOUSANDS,
        "traffic": Traffic.LOW,
        "timeline": Timeline.NOW,
        "budget": Budget.UNSAID,
    }
    for name, value in changes.items():
        (first if name in first else second)[name] = value
    pages = {"brief": first, "plans": second}
    return {page: {k: str(v) for k, v in answers.items()} for page, answers in pages.items()}


def fill_in(intake: Intake, pages: Mapping[str, Any], now: datetime = NOW) -> None:
    """Save *pages*, by their keys, one after the other."""
    for key, data in pages.items():
        run = run_of(intake)
        save(intake=intake, run=run, pages={key: data}, now=now, based_on=run.revision)


def hand_in(intake: Intake, now: datetime = NOW) -> None:
    """Submit what is saved."""
    submit(intake=intake, now=now, seen=run_of(intake).revision)


def hold(client: Client, intake: Intake, now: datetime = NOW) -> None:
    """Let the browser of *client* hold *intake*, as if it had been begun in it."""
    session = client.session
    browser = session.setdefault("browser", str(uuid.uuid4()))
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    Holder.objects.get_or_create(intake=intake, browser=browser, defaults={"opened_at": now})


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
    contact = ada_contact().model_dump(mode="json")
    fill_in(intake, {**brief(what=what), "contact": contact}, now)
    hand_in(intake, now)
    return Case.objects.get(intake=intake)
