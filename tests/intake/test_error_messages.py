"""Every error message stands in the summary, leads to its field, and stands by that field as well.

The table is made from the forms, so that a new field, page, or message is in it by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from django import forms
from django.core.files.base import ContentFile
from django.test import Client
from django.utils.translation import override

import advisor
from advisor.core.model import Matrix, load_matrix
from advisor.services import publish
from consult.intake.fields import TOO_LONG, Text
from consult.intake.forms import NOT_SURE, step_form
from consult.intake.models import Intake
from consult.intake.page_token import PageToken
from consult.intake.resume_views import LaterForm
from consult.intake.run import Run, Save
from consult.intake.services import run_of
from consult.intake.steps import steps
from tests.intake.visit import BRIEF, CONTACT, PLANS
from tests.people import NOW, fill_in
from tests.tree import by_id, text, tree

# Five criteria, so that one page has two questions; and a rewrite, so that the brief has them all.
SLUG = "monolith-or-services"
REWRITE = {"brief": {**BRIEF, "stage": "rewrite"}}
GOOD: dict[str, dict[str, Any]] = {
    "brief": REWRITE["brief"],
    "plans": {**PLANS, "today": "Rails", "reason": "slow"},
    "contact": CONTACT,
}
UNREADABLE = "Remove the characters that cannot be read from this text."


@cache
def shipped() -> Matrix:
    return load_matrix((Path(advisor.__file__).parent / f"matrices/{SLUG}.toml").read_text())


def all_pages() -> dict[str, forms.Form]:
    """Every page that has a form, with that form as it is first shown."""
    run = Run(shipped(), (Save("brief", 2, 1, REWRITE["brief"], {}),))
    asking = [key for key in (*steps(run), "weights") if key not in ("verdict", "check")]
    return {**{key: step_form(key, run, None, NOW) for key in asking}, "later": LaterForm()}


def wrong(field: forms.Field) -> Iterator[tuple[str | list[str], str]]:
    """What may be entered into *field*, and the sentence that answers it."""
    said = {code: str(sentence) for code, sentence in field.error_messages.items()}
    if field.required:
        yield "", said["required"]
    if isinstance(field, forms.MultipleChoiceField):
        yield ["nonsense"], said["invalid_choice"]
        yield [NOT_SURE, str(field.choices[0][0])], "Choose either what applies, or “Not sure”."  # type: ignore[index]  # choices are a list here
    elif isinstance(field, forms.ChoiceField):
        yield "nonsense", said["invalid_choice"]
    elif isinstance(field, forms.EmailField):
        yield "ada", said["invalid"]
        yield "a" * 250 + "@x.example", said["max_length"] % {"limit_value": 254}
    elif isinstance(field, Text):
        most = field.max_length or 0
        yield "x" * (most + 1), TOO_LONG % {"limit_value": most, "show_value": most + 1}
        yield "a\x00b", UNREADABLE
        if not field.lines:
            yield "a\nb", "Write this on one line."


def table() -> Iterator[tuple[str, dict[str, Any], str, str]]:
    """Page, what is changed on it, the field to blame, and the message."""
    with override("en"):
        for page, form in all_pages().items():
            for name, field in form.fields.items():
                for value, message in wrong(field):
                    yield page, {name: value}, name, message
        weights = list(all_pages()["weights"].fields)
        nothing = "Give at least one criterion a weight above 0."
        yield "weights", dict.fromkeys(weights, "0"), weights[0], nothing
        program = ContentFile(b"MZ\x90\x00", name="a.exe")
        yield "brief", {"files": program}, "files", "a.exe"
        number = "Enter a number, or choose to be answered by e-mail."
        yield "contact", {"preferred_channel": "phone"}, "phone", number
        yield "contact", {"phone": "call me"}, "phone", "Enter a number such as +49 30 5550100."


TABLE = list(table())


@pytest.fixture
def intake(db: None, client: Client) -> Intake:
    publish(shipped(), NOW)
    client.post(f"/intake/{SLUG}/")
    intake = Intake.objects.get()
    fill_in(intake, REWRITE)
    return intake


def refused(client: Client, intake: Intake, page: str, data: dict[str, Any]) -> Element:
    token = PageToken(intake.submission_id, page, run_of(intake).revision)
    response = client.post(f"/intake/{SLUG}/{page}/", {"page-token": str(token), **data})
    assert response.status_code == 422
    return tree(response.text)


@pytest.mark.parametrize(("step", "changes", "blamed", "message"), TABLE)
def test_a_message_is_in_the_summary_linked_and_by_its_field(
    client: Client, intake: Intake, step: str, changes: dict[str, Any], blamed: str, message: str
) -> None:
    page = refused(client, intake, step, {**GOOD.get(step, {}), **changes})
    [title] = page.iterfind("./head/title")
    assert text(title).startswith("Error: ")

    [summary] = page.iterfind(".//main//*[@role='alert']")
    assert {"autofocus", "data-focus"} <= set(summary.attrib)
    assert summary.get("tabindex") == "-1"
    assert text(by_id(page, summary.attrib["aria-labelledby"])) == "There is a problem"
    links = list(summary.iter("a"))
    assert len(links) == len(list(summary.iter("li")))
    assert len({text(link) for link in links}) == len(links)

    # Followed, the link puts the focus on a control of the field that is to blame.
    aims = [(by_id(page, link.attrib["href"][1:]), text(link)) for link in links]
    [control] = [aim for aim, said in aims if aim.get("name") == blamed and message in said]
    assert control.tag in ("input", "select", "textarea")
    controls = [one for one in page.iter(control.tag) if one.get("name") == blamed]
    assert controls[0] is control
    assert {one.get("aria-invalid") for one in controls} == {"true"}

    [field] = [
        one
        for one in page.iter()
        if "field" in one.get("class", "").split() and control in list(one.iter())
    ]
    [beside] = [one for one in field.iter() if one.get("class") == "field__error"]
    assert text(beside).startswith("Error: ")
    assert message in text(beside)
    described = field if field.tag == "fieldset" else control
    assert beside.attrib["id"] in described.get("aria-describedby", "").split()


def test_every_page_and_every_field_is_in_the_table() -> None:
    fields = {(page, name) for page, form in all_pages().items() for name in form.fields}
    unseen = {("contact", "subject")}  # Whoever writes into it is not told.
    assert {(page, blamed) for page, _, blamed, _ in TABLE} == fields - unseen
    assert len({message for *_, message in TABLE}) > 25


def test_a_page_that_has_lost_its_token_says_so(client: Client, intake: Intake) -> None:
    page = tree(client.post(f"/intake/{SLUG}/brief/", GOOD["brief"]).text)
    [summary] = page.iterfind(".//main//*[@role='alert']")
    assert text(summary) == (
        "There is a problem This page arrived incomplete. Check it and continue again."
    )
