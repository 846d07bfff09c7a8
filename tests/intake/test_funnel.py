"""Every visitor is counted once at each step that he comes to, however he comes there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from advisor.core.model import Answers, Matrix
from advisor.models import MatrixVersion
from advisor.services import publish
from consult.blog.models import Redirect
from consult.intake import services
from consult.intake.funnel.counters import reached
from consult.intake.funnel.reach import beyond, furthest, latest, way
from consult.intake.models import FunnelCount, Intake
from consult.intake.services import copy, run_of, save, start
from consult.intake.source import Source
from tests.intake.articles import ARTICLE, article
from tests.intake.large import matrix_of, numbered
from tests.intake.runs import run_with
from tests.intake.visit import BRIEF, CONTACT, QUESTIONS, SAVED, STEPS, Visit
from tests.people import NOW, brief, fill_in, hand_in, hold

WAY = ["started", *QUESTIONS, "verdict", "brief", "plans", "contact", "check", "submitted"]


def counted(**where: object) -> dict[str, int]:
    """How many were counted at each step, added up over all days and articles, or some."""
    found: dict[str, int] = {}
    for step, number in FunnelCount.objects.filter(**where).values_list("step", "reached"):
        found[step] = found.get(step, 0) + number
    return {step: found[step] for step in sorted(found, key=WAY.index)}


def once(to: str) -> dict[str, int]:
    return dict.fromkeys(WAY[: WAY.index(to) + 1], 1)


def begun(version: MatrixVersion, now: datetime = NOW, article: str = "") -> Intake:
    source = Source(article=article)
    return start(version=version, answers=Answers(), source=source, now=now)


def test_the_way_has_every_question_of_a_page() -> None:
    matrix = matrix_of(numbered(6))
    questions = [f"q-{key}" for key in numbered(6)]
    assert list(way(matrix)) == [WAY[0], *questions, *WAY[5:]]
    assert furthest(run_with(matrix, {})) == "q-c2"
    assert furthest(run_with(matrix, {"q-c1": {}, "q-c2": {}})) == "q-c4"
    assert beyond(matrix, "", "q-c2") == ("started", "q-c1", "q-c2")
    assert beyond(matrix, "q-c2", "q-c4") == ("q-c3", "q-c4")
    assert beyond(matrix, "verdict", "q-c4") == ()


def test_what_needs_no_asking_is_passed(matrix: Matrix) -> None:
    answered = {key: SAVED[key] for key in ("q-workload", "q-time")}
    assert furthest(run_with(matrix, {}, carried=answered)) == "q-team"
    assert furthest(run_with(matrix, {}, carried={key: SAVED[key] for key in QUESTIONS})) == (
        "verdict"
    )


def test_what_another_version_asked_counts_as_the_start(matrix: Matrix) -> None:
    assert latest(matrix) == ""
    assert latest(matrix, "", "q-colour") == "started"
    assert latest(matrix, "q-team", "q-workload", "") == "q-team"


@pytest.mark.django_db
def test_a_visitor_is_counted_at_every_step_once(ada: Visit) -> None:
    path = ada.start()
    assert counted() == once("q-workload")
    for step in STEPS:
        ada.client.get(path)
        path = ada.fill(step)
    assert counted() == once("check")
    ada.submit()
    ada.submit()
    assert counted() == once("submitted")


@pytest.mark.django_db
def test_answers_from_before_the_start_are_counted_as_passed(ada: Visit) -> None:
    ada.start("?workload=ml&time=weeks&integrity=strict")
    assert counted() == once("q-team")
    ada.fill("q-team")
    assert counted() == once("verdict")


@pytest.mark.django_db
def test_going_back_and_changing_counts_nothing(ada: Visit) -> None:
    ada.reach("contact")
    for step in ("q-team", "brief", "verdict"):
        ada.get(step)
        ada.post(step, STEPS[step], "?change=1")
    assert counted() == once("contact")


@pytest.mark.django_db
def test_a_question_that_opens_again_is_not_reached_again(ada: Visit) -> None:
    ada.reach("check")
    ada.fill("brief", stage="rewrite")
    assert ada.get("check").headers["Location"].endswith("/plans/")
    plans = {"today": "A monolith.", "reason": "growth", **STEPS["plans"]}
    ada.post("plans", plans)
    ada.post("contact", CONTACT)
    assert counted() == once("check")


@pytest.mark.django_db
def test_a_page_that_is_saved_before_its_turn_is_counted_when_it_comes(ada: Visit) -> None:
    ada.reach("q-time")
    ada.post("brief", BRIEF)
    ada.post("contact", CONTACT)
    assert counted() == once("q-time")
    ada.fill("q-time")
    assert counted() == once("verdict")
    ada.fill("verdict")
    assert counted() == once("plans")


@pytest.mark.django_db
def test_two_browsers_on_one_intake_are_one_visitor(ada: Visit) -> None:
    ada.reach("brief")
    phone = Visit(Client())
    hold(phone.client, ada.intake())
    phone.get("brief")
    phone.fill("brief")
    ada.fill("brief")
    assert counted() == once("plans")


@pytest.mark.django_db
def test_starting_afresh_counts_only_what_was_not_reached_before(ada: Visit) -> None:
    ada.reach("verdict")
    ada.start(afresh="1")
    ada.start(afresh="1")
    for step in QUESTIONS:
        ada.fill(step)
    assert counted() == once("verdict")
    ada.fill("verdict")
    assert counted() == once("brief")


@pytest.mark.django_db
def test_a_copy_of_what_was_submitted_is_not_a_second_visitor(version: MatrixVersion) -> None:
    intake = begun(version)
    fill_in(intake, SAVED)
    hand_in(intake)
    browser = intake.submission_id
    again = copy(intake=intake, revision=run_of(intake).revision, now=NOW, browser=browser)
    fill_in(again, brief(what="Something else."))
    hand_in(again)
    assert counted() == once("submitted")


@pytest.mark.django_db
def test_who_begins_again_after_submitting_is_counted_again(ada: Visit) -> None:
    ada.reach("check")
    ada.submit()
    ada.start()
    assert counted() == {**once("submitted"), "started": 2, "q-workload": 2}


@pytest.mark.django_db
def test_who_comes_again_from_an_article_is_its_visitor_too(ada: Visit) -> None:
    article()
    ada.start()
    ada.start(f"?from={ARTICLE}", afresh="1")
    assert counted(article=ARTICLE) == once("q-workload")
    assert counted(article="") == once("q-workload")


@pytest.mark.django_db
def test_all_of_a_visit_is_counted_on_the_day_it_began(version: MatrixVersion) -> None:
    before_midnight = datetime(2026, 11, 23, 23, 59, tzinfo=UTC)
    intake = begun(version, before_midnight)
    afresh = start(
        version=version,
        answers=Answers(),
        source=Source(),
        now=before_midnight + timedelta(days=1),
        instead_of=intake,
    )
    fill_in(afresh, SAVED, before_midnight + timedelta(days=2))
    hand_in(afresh, before_midnight + timedelta(days=2))
    assert counted(day=date(2026, 11, 23)) == counted() == once("submitted")


@pytest.mark.django_db
def test_an_article_is_counted_by_its_address_of_today(version: MatrixVersion) -> None:
    Redirect.objects.create(slug="the-old-one", article=article())
    for slug in (ARTICLE, "the-old-one", "no-such-article", ""):
        begun(version, article=slug)
    articles = FunnelCount.objects.filter(step="started").values_list("article", "reached")
    assert sorted(articles) == [("", 2), (ARTICLE, 2)]


@pytest.mark.django_db
def test_a_new_version_of_the_matrix_counts_a_visitor_on(version: MatrixVersion) -> None:
    intake = begun(version)
    fill_in(intake, {"q-workload": SAVED["q-workload"]})
    matrix = version.content
    other = publish(matrix.model_copy(update={"criteria": matrix.criteria[2:]}), NOW)
    afresh = start(version=other, answers=Answers(), source=Source(), now=NOW, instead_of=intake)
    assert counted() == {**once("q-integrity"), "q-workload": 1, "q-team": 1}
    fill_in(afresh, {"q-integrity": SAVED["q-integrity"]})
    assert counted() == once("q-time")


def save_twice_from_one_page(version: MatrixVersion) -> None:
    """Two tabs have read the intake before either saves."""
    intake = begun(version)
    run = run_of(intake)
    for option in ("ml", "realtime"):
        pages = {"q-workload": {"options": [option]}}
        save(intake=intake, run=run, pages=pages, now=NOW, based_on=run.revision)


@pytest.mark.django_db
def test_two_tabs_at_once_are_counted_once(version: MatrixVersion) -> None:
    save_twice_from_one_page(version)
    assert counted() == once("q-team")


@pytest.mark.django_db
def test_without_reading_it_again_they_would_be_counted_twice(
    version: MatrixVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if nobody had ever saved in between.
    without = services._SAVE.replace("AND revision = %(read)s", "")
    monkeypatch.setattr(services, "_SAVE", without)
    save_twice_from_one_page(version)
    assert counted()["q-team"] == 2


@pytest.mark.django_db(transaction=True)
def test_of_many_who_count_at_once_none_is_lost_or_waits_for_ever(matrix: Matrix) -> None:
    intake = begun(publish(matrix, NOW))

    def count(number: int) -> None:
        try:
            for _ in range(5):
                reached(WAY[:: 1 if number % 2 else -1], intake=intake)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(8)))
    assert counted() == {**dict.fromkeys(WAY, 40), "started": 41, "q-workload": 41}
