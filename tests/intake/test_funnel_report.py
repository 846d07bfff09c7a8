"""Sam sees how far visitors come, where most of them leave, and how long the others take."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from advisor.core.model import Answers, Matrix
from advisor.models import MatrixVersion
from advisor.services import publish
from consult.blog.models import Redirect
from consult.intake.funnel.report import (
    MILESTONES,
    Count,
    Line,
    by_article,
    by_day,
    funnels,
)
from consult.intake.funnel.times import Times, in_words, times
from consult.intake.models import FunnelCount, Intake
from consult.intake.services import copy, run_of, start
from consult.intake.source import Source
from tests.intake.articles import ARTICLE, article
from tests.intake.visit import SAVED
from tests.people import NOW, brief, fill_in, hand_in, sam

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/intake/funnelcount/"
QUESTIONS = ("q-workload", "q-team", "q-integrity", "q-time")
NUMBERS = (100, 100, 80, 75, 75, 70, 30, 28, 20, 20, 18)


def on(day: date, numbers: tuple[int, ...], article: str = "", matrix: str = "golden") -> None:
    steps = (MILESTONES[0], *QUESTIONS, *MILESTONES[1:])
    FunnelCount.objects.bulk_create(
        FunnelCount(day=day, matrix=matrix, article=article, step=step, reached=number)
        for step, number in zip(steps, numbers, strict=False)
    )


def milestones(*numbers: int) -> tuple[Count, ...]:
    before = (numbers[0], *numbers)
    return tuple(Count(n, numbers[0], b) for n, b in zip(numbers, before, strict=False))


def test_the_steps_stand_in_the_order_of_the_matrix_and_say_where_most_leave(
    version: MatrixVersion,
) -> None:
    on(date(2026, 11, 2), NUMBERS)
    (funnel,) = funnels(FunnelCount.objects.all())
    assert (funnel.matrix, funnel.title) == ("golden", "FastAPI or Node.js?")
    assert [(step.name, step.count.number) for step in funnel.steps] == [
        ("Started", 100),
        ("Primary workload", 100),
        ("Team expertise", 80),
        ("Data integrity", 75),
        ("Time to market", 75),
        ("Verdict", 70),
        ("Brief", 30),
        ("Plans", 28),
        ("Contact", 20),
        ("Check answers", 20),
        ("Submitted", 18),
    ]
    brief = funnel.steps[6]
    assert brief.count == Count(30, started=100, before=70)
    assert (brief.count.of_started, round(brief.count.of_before or 0), brief.count.lost) == (
        30,
        43,
        40,
    )
    assert [step.name for step in funnel.steps if step.loses_most] == ["Brief"]


def test_a_question_that_only_one_version_asks_loses_nobody(version: MatrixVersion) -> None:
    on(date(2026, 11, 2), NUMBERS)
    criteria = version.content.criteria
    new = criteria[1].model_copy(update={"key": "hosting", "name": "Hosting"})
    publish(version.content.model_copy(update={"criteria": (*criteria[1:], new)}), NOW)
    (funnel,) = funnels(FunnelCount.objects.all())
    assert [(step.name, step.count.number) for step in funnel.steps[:7]] == [
        ("Started", 100),
        ("Team expertise", 100),
        ("Data integrity", 100),
        ("Time to market", 100),
        ("Hosting", 100),
        ("Primary workload", 100),
        ("Verdict", 70),
    ]


def test_articles_and_days_add_up(version: MatrixVersion) -> None:
    Redirect.objects.create(slug="the-old-one", article=article())
    on(date(2026, 11, 1), (10, 10, 10, 10, 10, 9, 8, 7, 6, 5, 4), ARTICLE)
    on(date(2026, 11, 1), (10, 5), "the-old-one")
    on(date(2026, 11, 2), NUMBERS)
    lines, total = by_article(FunnelCount.objects.all())
    assert lines == [
        Line("No article", milestones(100, 70, 30, 28, 20, 20, 18)),
        Line("FastAPI, or Node.js?", milestones(20, 9, 8, 7, 6, 5, 4)),
    ]
    assert total == Line("", milestones(120, 79, 38, 35, 26, 25, 22))
    assert by_day(FunnelCount.objects.all()) == [
        (date(2026, 11, 2), milestones(100, 70, 30, 28, 20, 20, 18)),
        (date(2026, 11, 1), milestones(20, 9, 8, 7, 6, 5, 4)),
    ]


def test_without_any_day_there_is_nothing_to_say() -> None:
    none = FunnelCount.objects.none()
    assert (funnels(none), by_day(none)) == ([], [])
    assert by_article(none) == ([], Line("", milestones(0, 0, 0, 0, 0, 0, 0)))
    assert (Count(0, 0, 0).of_started, Count(0, 0, 0).of_before) == (None, None)


def submitted_after(version: MatrixVersion, minutes: float, now: datetime, slug: str) -> Intake:
    source = Source(article=slug)
    intake = start(version=version, answers=Answers(), source=source, now=now)
    fill_in(intake, SAVED, now)
    hand_in(intake, now + timedelta(minutes=minutes))
    return intake


@pytest.fixture
def three_took(version: MatrixVersion) -> None:
    article()
    evening = datetime(2026, 11, 22, 23, 58, tzinfo=UTC)
    for minutes, now, slug in [
        (2, evening, ARTICLE),
        (3, NOW, ARTICLE),
        (5, NOW, "no-such-article"),
    ]:
        submitted_after(version, minutes, now, slug)
    start(version=version, answers=Answers(), source=Source(), now=NOW)


def test_the_times_are_those_of_the_chosen_submissions(three_took: None) -> None:
    def chosen(**where: object) -> dict[str, Times]:
        return times(FunnelCount.objects.filter(**where))

    def took(number: int, *minutes: float) -> dict[str, Times]:
        return {"golden": Times(number, *(timedelta(minutes=one) for one in minutes))}

    assert chosen() == took(3, 2.5, 3, 4)
    assert chosen(article=ARTICLE) == took(2, 2.25, 2.5, 2.75)
    assert chosen(article="") == took(1, 5, 5, 5)
    assert chosen(day=date(2026, 11, 22)) == took(1, 2, 2, 2)
    assert chosen(matrix="no-such-matrix") == {}


def test_what_was_submitted_in_another_s_place_is_no_second_time(version: MatrixVersion) -> None:
    """Whoever sends an old page anew has nothing left to fill in, and is counted already."""
    first = submitted_after(version, 3, NOW, "")
    newest = run_of(first).revision
    again = copy(intake=first, revision=newest, now=NOW, browser=first.submission_id)
    fill_in(again, brief(what="Something else."))
    hand_in(again)
    assert [took.submissions for took in times(FunnelCount.objects.all()).values()] == [1]
    assert funnels(FunnelCount.objects.all())[0].steps[-1].count.number == 1


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=161), "2 min 41 s"),
        (timedelta(hours=3, minutes=5, seconds=59), "3 h 5 min"),
        (timedelta(days=2, hours=1, minutes=30), "2 d 1 h"),
    ],
)
def test_a_time_is_said_in_its_two_largest_units(time: timedelta, words: str) -> None:
    assert in_words(time) == words


def test_sam_chooses_days_a_matrix_and_an_article(three_took: None, client: Client) -> None:
    client.force_login(sam())
    page = client.get(ADDRESS).text
    for part in [
        "How far visitors come",
        "FastAPI or Node.js?</h2>",
        "<strong>3 min 0 s</strong>, of 3 submissions; a quarter took at most 2 min 30 s",
        "Primary workload",
        "By article",
        "No article",
    ]:
        assert part in page
    assert ' style="' not in page.partition('<div class="results">')[0]
    page = client.get(f"{ADDRESS}?article={ARTICLE}&matrix=golden&day__month=11").text
    assert "<strong>2 min 30 s</strong>, of 2 submissions" in page
    assert "<strong>5 min 0 s</strong>, of 1 submission." in client.get(f"{ADDRESS}?article=-").text
    assert "By article</h2>" not in client.get(f"{ADDRESS}?matrix=no-such-matrix").text


def test_nobody_can_change_a_count(three_took: None, client: Client) -> None:
    client.force_login(sam())
    count = FunnelCount.objects.latest("pk")
    assert client.get(f"{ADDRESS}add/").status_code == 403
    assert client.post(f"{ADDRESS}{count.pk}/change/", {"reached": 9}).status_code == 403
    assert client.post(f"{ADDRESS}{count.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_filter_that_makes_no_sense_is_no_error(three_took: None, client: Client) -> None:
    client.force_login(sam())
    odd = ["nonsense=1", "day__year=99999", "day__gte=x", "article=%F0%9F%A6%8A", "p=99", "q=x"]
    answers = [client.get(f"{ADDRESS}?{query}").status_code for query in odd]
    assert set(answers) <= {200, 302}


def test_visitors_see_none_of_it(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 302


def test_no_row_knows_a_person(three_took: None, matrix: Matrix) -> None:
    assert {field.name for field in FunnelCount._meta.get_fields()} == {
        *("id", "day", "matrix", "article", "step", "reached")
    }
