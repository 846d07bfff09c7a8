"""The statement that every page begins with finds what the ORM would find."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from advisor.core.model import Answers, Matrix
from advisor.models import MatrixVersion
from advisor.services import publish
from consult.intake.browsers import browser_for, held, held_on, open_here
from consult.intake.services import start
from consult.intake.source import Source
from tests.people import NOW


def asking() -> HttpRequest:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    return request


def test_it_is_the_one_opened_last_on_that_matrix_in_that_browser(
    version: MatrixVersion, matrix: Matrix
) -> None:
    other = publish(matrix.model_copy(update={"slug": "other"}), NOW)
    ada, lin = asking(), asking()
    first, second, elsewhere = (
        start(
            version=on,
            answers=Answers(),
            source=Source(),
            now=NOW + timedelta(minutes=minute),
            browser=browser_for(ada),
        )
        for minute, on in enumerate([version, version, other])
    )
    found = [held_on(ada, "golden"), held_on(ada, "other"), held_on(ada, "nowhere")]
    assert found == [second, elsewhere, None]
    assert held_on(ada, "golden") == held(ada).filter(matrix_version=version).first()
    assert held_on(lin, "golden") is None
    open_here(ada, first, NOW + timedelta(hours=1))
    assert held_on(ada, "golden") == first
    start(version=version, answers=Answers(), source=Source(), now=NOW, browser=browser_for(lin))
    assert held_on(ada, "golden") == first
