"""A field that nobody sees: what is in it is kept and told to staff, and changes nothing else."""

from __future__ import annotations

import re
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.db.models import F
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.core.model import Matrix
from consult.intake import submitting
from consult.intake.differences import differences, two_tabs
from consult.intake.forms import ContactForm
from consult.intake.models import Intake
from consult.intake.record import all_facts
from consult.intake.run import Run, Save
from consult.leads.models import Case
from tests.intake.runs import run_with
from tests.intake.visit import CONTACT, SAVED, Visit
from tests.people import NOW

UNSEEN = "A field that people do not see was filled in: “Cheap pills”."
TOO_QUICK = "From the start to the submission it took 0 seconds."


class Field(HTMLParser):
    """The unseen field, and what it stands in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.last: dict[str, str | None] = {}
        self.around: dict[str, str | None] = {}
        self.field: dict[str, str | None] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "div":
            self.last = dict(attrs)
        if tag == "input" and ("name", "subject") in attrs:
            self.field, self.around = dict(attrs), self.last


def test_nobody_sees_hears_or_reaches_it(ada: Visit) -> None:
    ada.reach("contact")
    found = Field(ada.get("contact").text)
    assert found.around == {"class": "field-more", "aria-hidden": "true"}
    assert found.field == {
        "type": "text",
        "name": "subject",
        "id": "id_subject",
        "dir": "auto",
        "autocomplete": "off",
        "tabindex": "-1",
        "data-1p-ignore": "",
        "data-bwignore": "",
        "data-form-type": "other",
        "data-lpignore": "true",
    }
    sheet = (Path(__file__).parents[2] / "static/css/forms.css").read_text()
    [rule] = re.findall(r"\.field-more \{([^}]*)\}", sheet)
    assert {"position: absolute", "overflow: hidden", "clip-path: inset(50%)"} <= {
        line.strip() for line in rule.split(";")
    }


def test_what_is_in_it_is_saved_beside_the_contact(ada: Visit) -> None:
    ada.reach("contact")
    assert ada.fill("contact", subject=" Cheap pills ") == "/intake/golden/check/"
    saved = ada.intake().saved()
    assert saved["trap"] == {"text": "Cheap pills"}
    assert set(saved["contact"]) == set(SAVED["contact"])
    # Sent again without it, it was filled in all the same.
    ada.fill("contact", company="Okafor")
    assert ada.intake().saved()["trap"] == {"text": "Cheap pills"}


def test_left_empty_nothing_is_saved(ada: Visit) -> None:
    ada.reach("contact")
    ada.fill("contact", subject=" ")
    assert "trap" not in ada.intake().saved()


def test_it_is_no_answer(ada: Visit, matrix: Matrix) -> None:
    ada.reach("contact")
    ada.fill("contact", subject="Cheap pills")
    for step in ["check", "contact"]:
        assert "Cheap pills" not in ada.get(step).text
    assert ada.get("trap").status_code == 404
    with_it = {**SAVED, "trap": {"text": "Cheap pills"}}
    assert all_facts(matrix, with_it) == all_facts(matrix, SAVED)
    assert differences(matrix, with_it, SAVED) == []


def test_two_tabs_that_fill_it_in_are_shown_nothing_of_it(matrix: Matrix) -> None:
    run = run_with(matrix, SAVED)
    tabs = [
        Save("trap", run.revision + n, run.revision, {"text": text}, {})
        for n, text in [(1, "one"), (2, "two")]
    ]
    both = Run(matrix, (*run.saves, *tabs))
    assert both.overwritten("trap") is not None
    assert two_tabs(both) == []


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=())))
def test_whatever_is_in_it_the_form_is_as_good_as_without(text: str) -> None:
    form = ContactForm({}, {**CONTACT, "subject": text}, NOW)  # type: ignore[arg-type]  # a dict does
    assert form.is_valid()
    assert len(form.cleaned_data.get("trap", {}).get("text", "").encode()) <= 800


def submitted(visit: Visit, *, began: timedelta, **contact: str) -> tuple[str, list[str]]:
    """The receipt, without what is of one enquiry alone, and what staff are told."""
    visit.reach("contact")
    visit.fill("contact", **contact)
    Intake.objects.filter(pk=visit.intake().pk).update(started_at=F("saved_at") - began)
    path = visit.submit()
    case = Case.objects.get(intake=visit.intake())
    page = visit.client.get(path)
    assert page.status_code == 200
    own = [r'(?<=href=")[^"]*', r'(?<=action=")[^"]*', r'(?<=value=")[^"]*', case.reference]
    return re.sub("|".join(own), "", page.text), case.suspicions


def test_staff_are_told_and_the_visitor_sees_the_same_receipt(ada: Visit) -> None:
    minutes, moment = timedelta(minutes=3), timedelta(0)
    receipt, told = submitted(ada, began=minutes)
    assert told == []
    assert submitted(Visit(Client()), began=minutes, subject="Cheap pills") == (receipt, [UNSEEN])
    assert submitted(Visit(Client()), began=moment) == (receipt, [TOO_QUICK])


def test_unless_somebody_looks_nobody_is_told(ada: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(submitting, "suspicions", lambda seen: [])
    assert submitted(ada, began=timedelta(0), subject="Cheap pills")[1] == []


def test_a_copy_of_what_was_submitted_is_not_too_quick(ada: Visit) -> None:
    ada.reach("check")
    ada.submit()
    page = ada.post("contact", {**CONTACT, "company": "Okafor Ships", "put-anew": "1"})
    assert page.status_code == 303
    ada.submit()
    assert [case.suspicions for case in Case.objects.order_by("pk")] == [[], []]
