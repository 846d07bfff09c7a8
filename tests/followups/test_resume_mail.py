"""The link to go on with an enquiry, by mail: what it says, and how often it goes."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.test import Client

from advisor.core.model import Answers, load_matrix
from advisor.models import MatrixVersion
from advisor.services import publish
from consult.followups import rules
from consult.followups.delivery import send_due
from consult.followups.models import Message
from consult.followups.rules import Facts
from consult.intake.models import Intake
from consult.intake.resume_link import ask_by_mail, resume_url, revoke
from consult.intake.services import AlreadySubmitted, run_of, start
from consult.intake.source import Source
from tests.followups.conftest import GOLDEN
from tests.followups.letters import states
from tests.intake.visit import SAVED, START, Visit
from tests.people import NOW, fill_in, hand_in
from tests.smtp import Postbox

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def draft(version: MatrixVersion) -> Intake:
    return begun(version)


def begun(version: MatrixVersion) -> Intake:
    """Ada's draft, which waits at the brief."""
    intake = start(version=version, answers=Answers(), source=Source(), now=NOW)
    fill_in(intake, {key: SAVED[key] for key in list(SAVED)[:5]})
    return intake


def ask(intake: Intake, email: str = "ada@home.example", now: datetime = NOON) -> None:
    ask_by_mail(intake=intake, email=email, now=now)


def test_it_carries_the_link_and_says_what_it_opens_and_until_when(draft: Intake) -> None:
    ask(draft)
    [message] = Message.objects.all()
    found = (message.kind, message.case, message.intake, message.recipient, message.due_at)
    assert found == ("resume-link", None, draft, "ada@home.example", NOON)
    assert message.subject == "Your link to go on with an enquiry"
    title = run_of(draft).matrix.title
    for text in (" ".join(message.text.split()), " ".join(message.html.split())):
        for words in (resume_url(draft), title, "23 December 2026", "You did not ask for it?"):
            assert words in text
        assert re.search(r"step 6 of 9", text, re.IGNORECASE)
    assert Client().get("/" + resume_url(draft).split("/", 3)[3]).status_code == 200


def test_nothing_that_somebody_typed_stands_in_it(version: MatrixVersion) -> None:
    draft = begun(version)
    evil = {**SAVED["brief"], "what": "Buy at evil.example", "notes": "evil.example"}
    name = {**SAVED["contact"], "name": "Win at evil.example", "company": "evil.example"}
    fill_in(draft, {"brief": evil, "plans": SAVED["plans"], "contact": name})
    ask(draft)
    message = Message.objects.get()
    for text in (message.subject, message.text, message.html):
        assert ("evil" in text, "Okafor" in text, "home.example" in text) == (False,) * 3


def test_the_page_queues_it_in_its_own_transaction(ada: Visit) -> None:
    ada.reach("brief")
    ada.client.post(START + "later/", {"email": "ada@home.example"})
    assert states("kind", "recipient") == [("resume-link", "ada@home.example")]


def test_a_button_pressed_twice_sends_one(draft: Intake) -> None:
    ask(draft)
    ask(draft, now=NOON + timedelta(seconds=5))
    assert len(states()) == 1
    revoke(intake=draft, browser=None)
    ask(draft, now=NOON + timedelta(seconds=9))  # The first one opens nothing any more.
    assert len(states()) == 2


def test_three_a_day_go_out_for_an_intake(draft: Intake) -> None:
    for number in range(5):
        ask(draft, f"someone{number}@client.example", NOON + number * HOUR)
    expected = [(f"someone{number}@client.example",) for number in range(3)]
    assert states("recipient") == expected
    ask(draft, "ada@home.example", NOON + 12 * HOUR)
    assert len(states()) == 4


def test_three_a_day_go_to_an_address_whoever_asks(version: MatrixVersion) -> None:
    for number in range(5):
        ask(begun(version), ["Ada@home.example", "ada@HOME.example"][number % 2], NOON)
    assert len(states()) == 3
    assert not any("ada" in str(key).lower() for (key,) in states("idempotency_key"))
    ask(begun(version), now=NOON + 12 * HOUR)
    assert len(states()) == 4


def test_the_answer_is_the_same_when_there_were_enough(ada: Visit) -> None:
    ada.reach("brief")
    answers = []
    for number in range(4):
        data = {"email": f"someone{number}@client.example"}
        location = ada.client.post(START + "later/", data).headers["Location"]
        page = ada.client.get(location).text
        answers.append((location, page.count("A link is on its way to the address")))
    assert answers == [(START + "later/?sent=1", 1)] * 4
    assert len(states()) == 3


def asked_at_once(count: int) -> int:
    """How many mails come of so many wishes for one intake, each to another address."""
    draft = begun(publish(load_matrix(GOLDEN.read_text()), NOW))

    def one(number: int) -> None:
        ask(draft, f"someone{number}@client.example")
        connection.close()

    with ThreadPoolExecutor(count) as threads:
        list(threads.map(one, range(count)))
    return len(states())


@pytest.mark.django_db(transaction=True)
def test_at_once_there_are_no_more() -> None:
    assert asked_at_once(6) == 3


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_there_would_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **kwargs: self)
    assert asked_at_once(6) > 3


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (Facts("resume-link"), None),
        (Facts("resume-link", is_submitted=True), "The enquiry was submitted."),
        (Facts("resume-link", link_works=False), "The link was revoked."),
        (Facts("resume-link", is_submitted=True, link_works=False), "The enquiry was submitted."),
        (Facts("case-confirmation", is_submitted=True), None),
    ],
)
def test_the_rule_that_holds_it_back(facts: Facts, reason: str | None) -> None:
    assert rules.suppression(facts, NOON) == reason


def test_it_is_sent_while_its_link_works(draft: Intake, smtp_server: Postbox) -> None:
    ask(draft)
    send_due()
    assert states("state", "reason") == [("sent", "")]
    assert smtp_server.recipients == [["ada@home.example"]]


def test_a_link_that_was_revoked_meanwhile_is_not_sent(draft: Intake, smtp_server: Postbox) -> None:
    ask(draft)
    revoke(intake=draft, browser=None)
    send_due()
    assert states("state", "reason") == [("suppressed", "The link was revoked.")]
    assert smtp_server.messages == []


def test_nor_one_to_what_was_submitted_meanwhile(draft: Intake, smtp_server: Postbox) -> None:
    ask(draft)
    fill_in(draft, {key: SAVED[key] for key in ("brief", "plans", "contact")})
    hand_in(draft)
    send_due()
    found = Message.objects.get(kind="resume-link")
    assert (found.state, found.reason) == ("suppressed", "The enquiry was submitted.")


def test_for_what_is_submitted_or_gone_none_is_queued(version: MatrixVersion) -> None:
    submitted, gone = begun(version), begun(version)
    fill_in(submitted, {key: SAVED[key] for key in ("brief", "plans", "contact")})
    hand_in(submitted)
    Intake.objects.filter(pk=gone.pk).delete()
    for intake in (submitted, gone):
        with pytest.raises(AlreadySubmitted):
            ask(intake)
    assert not Message.objects.filter(kind="resume-link").exists()


def test_the_mail_and_the_practice_agree_on_the_day(draft: Intake) -> None:
    """Half past eleven at night in UTC is the next day in Berlin."""
    assert settings.PRACTICE["time_zone"] == "Europe/Berlin"
    Intake.objects.update(saved_at=datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    ask(Intake.objects.get())
    assert "24 December 2026" in Message.objects.get().text
