"""A visitor at the pages of an intake, as a browser would be: by links and forms alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db.models import F
from django.test import Client

from consult.intake.models import Intake
from consult.intake.page_token import PageToken
from consult.intake.services import run_of
from tests.people import ada_contact, fill_in

START = "/intake/golden/"
QUESTIONS: dict[str, dict[str, Any]] = {
    "q-workload": {"workload": ["ml"]},
    "q-team": {"team": "mixed"},
    "q-integrity": {"integrity": "not-sure"},
    "q-time": {"time": "weeks"},
}
BRIEF = {
    "what": "Route planning for lorries,\r\nwith a model behind it.",
    "stage": "idea",
    "integrations": "",
    "notes": "",
}
PLANS = {"users": "many", "traffic": "medium", "timeline": "quarter", "budget": "unsaid"}
CONTACT = {
    "name": "Ada Okafor",
    "email": "ada@client.example",
    "company": "Okafor Freight",
    "phone": "",
    "preferred_channel": "email",
    "time_zone": "America/New_York",
    "consent": "on",
}
# What a visitor fills in on each page.
STEPS: dict[str, dict[str, Any]] = {
    **QUESTIONS,
    "verdict": {},
    "brief": BRIEF,
    "plans": PLANS,
    "contact": CONTACT,
}

# The same as it is saved.
SAVED: dict[str, dict[str, Any]] = {
    "q-workload": {"options": ["ml"]},
    "q-team": {"options": ["mixed"]},
    "q-integrity": {"options": []},
    "q-time": {"options": ["weeks"]},
    "verdict": {},
    "brief": {**BRIEF, "what": "Route planning for lorries,\nwith a model behind it."},
    "plans": PLANS,
    "contact": ada_contact(company="Okafor Freight", preferred_channel="email").model_dump(
        mode="json"
    ),
}


class Visit:
    def __init__(self, client: Client) -> None:
        self.client = client

    def start(self, query: str = "", **data: str) -> str:
        """Press Start, a minute ago. The path of the page that follows."""
        path = _redirected(self.client.post(START + query, data))
        intakes = Intake.objects.filter(pk=self.intake().pk)
        intakes.update(started_at=F("saved_at") - timedelta(minutes=1))
        return path

    def get(self, step: str, query: str = "") -> Any:
        return self.client.get(f"{START}{step}/{query}")

    def post(
        self, step: str, data: dict[str, Any], query: str = "", seen: int | None = None
    ) -> Any:
        """Send the page that shows the intake as it is, or as it was at the revision *seen*."""
        return self.client.post(
            f"{START}{step}/{query}", {"page-token": self.token(step, seen), **data}
        )

    def token(self, step: str, seen: int | None = None) -> str:
        intake = self.intake()
        return str(PageToken(intake.submission_id, step, seen or run_of(intake).revision))

    def fill(self, step: str, **changes: Any) -> str:
        """Fill in a page as it should be. The path of the page that follows."""
        return _redirected(self.post(step, {**STEPS[step], **changes}))

    def reach(self, step: str) -> None:
        """Begin, with everything before *step* saved as if it had been filled in."""
        self.start()
        before = list(SAVED)[: list(SAVED).index(step)] if step in SAVED else SAVED
        fill_in(self.intake(), {key: SAVED[key] for key in before})

    def submit(self) -> str:
        return _redirected(self.post("check", {}))

    def intake(self) -> Intake:
        """The one opened last in this browser."""
        held = Intake.objects.filter(holders__browser=self.client.session["browser"])
        newest = held.order_by("-holders__opened_at", "-pk").first()
        assert newest is not None
        return newest


def _redirected(response: Any) -> str:
    assert response.status_code == 303, response.content.decode()
    return str(urlsplit(response.headers["Location"]).path)
