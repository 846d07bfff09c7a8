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
from consult.intake.services import run_of, start
from consult.intake.source import Source
from tests.intake.visit import SAVED
from tests.people import NOW, brief, fill_in


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
    here = frozenset(one.submission_id for one in (first, second, elsewhere))
    fill_in(first, SAVED)
    assert held_on(ada, "golden") == (second, run_of(second), here)
    assert held_on(ada, "other") == (elsewhere, run_of(elsewhere), here)
    assert (held_on(ada, "nowhere"), held_on(lin, "golden")) == (None, None)
    assert second == held(ada).filter(matrix_version=version).first()
    open_here(ada, first, NOW + timedelta(hours=1))
    assert held_on(ada, "golden") == (first, run_of(first), here)
    start(version=version, answers=Answers(), source=Source(), now=NOW, browser=browser_for(lin))
    assert held_on(ada, "golden") == (first, run_of(first), here)


def test_all_that_was_saved_is_read_with_it_as_it_is_alone(version: MatrixVersion) -> None:
    ada = asking()
    intake = start(
        version=version, answers=Answers(), source=Source(), now=NOW, browser=browser_for(ada)
    )
    odd = brief(what='Zürich 🚚 "quoted" \\u0041, <b>, \n and \t', notes="0" * 5000)
    fill_in(intake, {**SAVED, **odd})
    fill_in(intake, {"weights": {"team": 5}})
    own = held_on(ada, "golden")
    assert own is not None
    assert own.run.saved == {**SAVED, **odd, "weights": {"team": 5}} == intake.saved()
