from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from advisor.core.model import Answers, load_matrix
from advisor.services import publish
from consult.intake import services
from consult.intake.source import Source
from consult.leads.models import Case
from tests import people
from tests.people import NOW, ada_contact, brief, fill_in, hand_in

GOLDEN = Path(__file__).parents[1] / "advisor" / "core" / "golden" / "matrix.toml"
BRIEF = brief(what="Route planning for lorries,\nwith a <model> behind it.", timeline="quarter")


def submit_for_ada() -> Case:
    """Ada answers all but one question, comes from an article, and submits."""
    version = publish(load_matrix(GOLDEN.read_text()), NOW)
    chosen: dict[str, tuple[str, ...]] = {
        "workload": ("ml",),
        "team": ("mixed",),
        "time": ("weeks",),
    }
    answers = Answers(answers=chosen, weights={"workload": 3})
    source = Source(article="choosing-your-backend-engine", cta="fit", utm={"utm_source": "news"})
    intake = services.start(version=version, answers=answers, source=source, now=NOW)
    contact = ada_contact(phone="+12125550100", preferred_channel="whatsapp")
    steps: dict[str, dict[str, Any]] = {
        "q-integrity": {"options": []},
        **BRIEF,
        "contact": contact.model_dump(mode="json"),
    }
    fill_in(intake, steps)
    hand_in(intake, timezone.now())
    return Case.objects.get(intake=intake)


@pytest.fixture
def case(db: None) -> Case:
    return submit_for_ada()


@pytest.fixture
def sam(db: None) -> User:
    return people.sam()


@pytest.fixture
def desk(sam: User, client: Client) -> Client:
    """Sam's browser, signed in."""
    client.force_login(sam)
    return client
