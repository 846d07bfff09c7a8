"""A visitor at the pages of an intake, as a browser would be: by links and forms alone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from consult.intake.models import Intake
from consult.intake.services import save_step
from tests.people import NOW, ada_contact

START = "/intake/golden/"
QUESTIONS: dict[str, dict[str, Any]] = {
    "q-workload": {"answer": ["ml"]},
    "q-team": {"answer": "mixed"},
    "q-integrity": {"answer": "not-sure"},
    "q-time": {"answer": "weeks"},
}
BRIEF = {
    "what": "Route planning for lorries,\r\nwith a model behind it.",
    "stage": "idea",
    "integrations": "",
    "timeline": "quarter",
    "budget": "unsaid",
    "notes": "",
}
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
STEPS: dict[str, dict[str, Any]] = {**QUESTIONS, "verdict": {}, "brief": BRIEF, "contact": CONTACT}

# The same as it is saved.
SAVED: dict[str, dict[str, Any]] = {
    "q-workload": {"options": ["ml"]},
    "q-team": {"options": ["mixed"]},
    "q-integrity": {"options": []},
    "q-time": {"options": ["weeks"]},
    "verdict": {},
    "brief": {**BRIEF, "what": "Route planning for lorries,\nwith a model behind it."},
    "contact": ada_contact(company="Okafor Freight", preferred_channel="email").model_dump(
        mode="json"
    ),
}


class Visit:
    def __init__(self, client: Client) -> None:
        self.client = client

    def start(self, query: str = "", **data: str) -> str:
        """Press Start. The path of the page that follows."""
        return _redirected(self.client.post(START + query, data))

    def get(self, step: str, query: str = "") -> Any:
        return self.client.get(f"{START}{step}/{query}")

    def post(self, step: str, data: dict[str, Any], query: str = "") -> Any:
        return self.client.post(f"{START}{step}/{query}", data)

    def fill(self, step: str, **changes: Any) -> str:
        """Fill in a page as it should be. The path of the page that follows."""
        return _redirected(self.post(step, {**STEPS[step], **changes}))

    def reach(self, step: str) -> None:
        """Begin, with everything before *step* saved as if it had been filled in."""
        self.start()
        before = list(SAVED)[: list(SAVED).index(step)] if step in SAVED else SAVED
        for key in before:
            save_step(intake=self.intake(), key=key, data=SAVED[key], now=NOW)

    def submit(self) -> str:
        submission_id = str(self.intake().submission_id)
        return _redirected(self.post("check", {"submission_id": submission_id}))

    def intake(self) -> Intake:
        return Intake.objects.get(pk=self.client.session["intakes"]["golden"])


def _redirected(response: Any) -> str:
    assert response.status_code == 303, response.content.decode()
    return str(urlsplit(response.headers["Location"]).path)
