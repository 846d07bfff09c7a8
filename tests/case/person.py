"""Ada with one row of everything that can hang on a person."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.db.models import Model

from advisor.core.model import Answers
from consult.bookings.services import book
from consult.case.erasure import erase
from consult.followups.models import Message
from consult.intake.models import Attachment, HalfWritten, Holder, Intake
from consult.intake.services import start
from consult.intake.source import Source
from consult.leads.models import Case, Lead
from consult.leads.services import reissue
from consult.quotes import services as quotes
from tests.leads.revisions import golden, published, turned
from tests.people import NOW, ada_contact, brief, discovery_call, fill_in, submitted_case_of_ada
from tests.quotes.offers import sent

BERLIN = ZoneInfo("Europe/Berlin")
WEDNESDAY = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def ada_with_everything(*, accepts: bool = False) -> Case:
    """A case with all that there can be, and a draft in the same browser."""
    case = submitted_case_of_ada(what="Forecasts for freight.")
    intake = case.intake
    assert intake
    surround(intake)
    reissue(case=case, version=published(turned(golden()), NOW), by=None, now=NOW)
    book(
        event_type=discovery_call(),
        case=case,
        starts_at=WEDNESDAY,
        time_zone="America/New_York",
        now=NOW,
    )
    newest = quotes.revise(version=sent(case), now=NOW)
    quotes.send(version=newest, now=NOW)
    if accepts:
        quotes.accept(version=newest, name="Ada Okafor", address="192.0.2.7", now=NOW)
    draft = begun(intake)
    contact = ada_contact(email="ADA@client.example").model_dump(mode="json")
    fill_in(draft, {**brief(what="A second plan."), "contact": contact}, NOW)
    surround(draft)
    return Case.objects.get(pk=case.pk)


def begun(like: Intake) -> Intake:
    answers = Answers(answers={"workload": ("ml",), "team": ("python",)})
    return start(version=like.matrix_version, answers=answers, source=Source(), now=NOW)


def surround(intake: Intake) -> None:
    Holder.objects.create(intake=intake, browser=uuid.uuid4(), opened_at=NOW)
    HalfWritten.objects.create(intake=intake, key="brief", data={"what": "Half"}, based_on=1)
    file = ContentFile(b"plan", name=f"{uuid.uuid4().hex}")
    Attachment.objects.create(
        intake=intake, position=1, name="plan.txt", content_type="text/plain", size=4, file=file
    )


def hanging_on_a_person(
    roots: Iterable[type[Model]] = (Lead, Case, Intake),
) -> Iterator[type[Model]]:
    """Every model whose rows lead, by whatever relations, to a person."""
    seen: set[type[Model]] = set()
    waiting = list(roots)
    while waiting:
        model = waiting.pop()
        if model not in seen:
            seen.add(model)
            waiting += [one.field.model for one in model._meta.related_objects]
    return iter(sorted(seen, key=lambda model: model._meta.label_lower))


def rows() -> dict[str, int]:
    """How many rows hang on people, by what they are."""
    return {m._meta.label_lower: m._default_manager.count() for m in hanging_on_a_person()}


def left() -> dict[str, int]:
    """The same of which there are any."""
    return {name: count for name, count in rows().items() if count}


def erase_ada(now: datetime = NOW) -> None:
    erase(lead=Lead.objects.get(email="ada@client.example"), zone=BERLIN, now=now)


def mailed() -> list[str]:
    """The paths of all links that were mailed."""
    texts = Message.objects.filter(kind="data-link").order_by("pk").values_list("text", flat=True)
    return [re.findall(r"http://localhost:8000(/data/\S+)", text)[0] for text in texts]
