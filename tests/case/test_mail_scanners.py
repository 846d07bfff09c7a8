"""Programs follow every link in a mail before its reader does, and guess at others: by GET or HEAD,
which must change nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from consult import links
from consult.bookings.models import Booking
from consult.case.services import mail_data_link, replace_link
from consult.followups.models import Message
from consult.intake.models import Intake
from consult.intake.resume_link import ask_by_mail
from consult.leads.models import Case
from consult.quotes.models import Quote, QuoteVersion
from tests.case.person import ada_with_everything, hanging_on_a_person

pytestmark = pytest.mark.django_db

OF_A_PERSON = sorted(hanging_on_a_person(), key=lambda model: model._meta.label_lower)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row that hangs on a person, whole."""
    return {
        model._meta.label_lower: list(model._default_manager.order_by("pk").values())
        for model in OF_A_PERSON
    }


def in_mails() -> set[str]:
    """The addresses of this site in all mails that go out, to staff as well."""
    mails = Message.objects.exclude(state=Message.State.SUPPRESSED)
    parts = mails.values_list("text", "html", "calendar")
    texts = (part.replace("\r\n ", "") for mail in parts for part in mail)
    return {
        path for text in texts for path in re.findall(r"http://localhost:8000(/[^\s\"<>]*)", text)
    }


def follow(client: Client, paths: set[str]) -> dict[str, int]:
    found = {}
    for path in sorted(paths):
        for _ in range(2):
            client.head(path)
            found[path] = client.get(path).status_code
    return found


@pytest.fixture
def case() -> Case:
    """With every kind of mail that holds a link."""
    case, now = ada_with_everything(), timezone.now()
    replace_link(case=case, by=None, now=now)
    mail_data_link(lead=case.lead, now=now)
    draft = Intake.objects.get(submitted_at=None)
    Intake.objects.filter(pk=draft.pk).update(saved_at=now)
    ask_by_mail(intake=draft, email=case.email, now=now)
    return Case.objects.get(pk=case.pk)


def test_to_follow_every_link_in_every_mail_changes_nothing(client: Client, case: Case) -> None:
    paths, before = in_mails(), everything()
    kinds = {re.sub(r"/[^/]*~[^/]*", "/…", path.partition("?")[0]) for path in paths}
    assert kinds >= {"/case/…/", "/book/", "/book/…/", "/quote/…/", "/data/…/", "/resume/…/"}
    found = follow(client, paths)
    assert set(found.values()) <= {200, 302}  # 302: to the login of staff
    assert everything() == before


def test_nor_does_to_guess_at_what_only_a_button_does(client: Client, case: Case) -> None:
    until = timezone.now() + timedelta(hours=1)
    data = links.dated_token("data", case.lead, until=until)
    own = links.token("case", case)
    booking = links.token("booking", Booking.objects.get())
    quote = links.token("quote", Quote.objects.get())
    paths = {
        *(f"/case/{own}/{action}/" for action in ("mails", "whatsapp", "replace-link", "data")),
        *(f"/data/{data}/{action}/" for action in ("delete", "revoke")),
        f"/book/{booking}/cancel/",
        *(f"/quote/{quote}/{action}/" for action in ("accept", "decline", "viewed")),
    }
    before = everything()
    assert set(follow(client, paths).values()) == {200, 303, 405}
    assert everything() == before


def test_a_page_that_changes_something_would_be_found(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths, before, honest = in_mails(), everything(), Quote.shown

    def counting(quote: Quote) -> QuoteVersion | None:
        QuoteVersion.objects.filter(status="sent").update(status="viewed")
        return honest(quote)

    monkeypatch.setattr(Quote, "shown", counting)
    follow(client, paths)
    assert everything() != before
