"""Sam has an article published at a time to come, and it is, whatever the scheduler does."""

from __future__ import annotations

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from consult.blog import services
from consult.blog.models import Article, Redirect
from consult.blog.readiness import Refused
from consult.blog.tasks import publish_due
from consult.celery import app
from tests.blog.desk import LATER, fresh, published, saved, url
from tests.people import NOW
from tests.staff.admin_form import words

pytestmark = pytest.mark.django_db


def scheduled(article: Article | None = None, *, at: datetime = LATER, **changes: Any) -> Article:
    revision = saved(article, **changes)
    services.schedule(article=revision.article, revision=revision, at=at, now=NOW)
    return fresh(revision.article)


def test_it_goes_out_at_its_time_and_not_before(client: Client) -> None:
    article = scheduled()
    assert services.publish_due(LATER - timedelta(seconds=1)) == []
    assert client.get("/blog/queues/").status_code == 404
    assert services.publish_due(LATER) == [article]
    assert client.get("/blog/queues/").status_code == 200
    assert services.publish_due(LATER) == []


def test_ticks_that_were_missed_are_made_up_for_as_of_the_time_that_was_set() -> None:
    first = scheduled()
    second = scheduled(slug="second", at=LATER + timedelta(hours=1))
    scheduled(slug="third", at=LATER + timedelta(days=2))
    assert services.publish_due(LATER + timedelta(days=1)) == [first, second]
    article = fresh(first)
    assert (article.published_at, article.updated_at, article.scheduled_for) == (LATER, LATER, None)


def test_a_published_article_stays_as_it_is_until_its_next_revision_is_due(client: Client) -> None:
    article = scheduled(published(), body="All new.\n")
    page = client.get("/blog/queues/").content
    assert services.publish_due(LATER - timedelta(seconds=1)) == []
    assert client.get("/blog/queues/").content == page
    services.publish_due(LATER)
    assert "All new." in client.get("/blog/queues/").text
    assert (fresh(article).published_at, fresh(article).updated_at) == (NOW, LATER)


def test_what_is_drafted_after_it_does_not_go_out_with_it() -> None:
    article = scheduled(body="The one that was scheduled.\n")
    newer = saved(article, body="Not ready.\n")
    services.publish_due(LATER)
    assert fresh(article).body == "The one that was scheduled.\n"
    assert article.revisions.latest("number") == newer


@pytest.mark.parametrize("before", [timedelta(0), timedelta(seconds=1), timedelta(days=9_999)])
def test_a_time_that_has_passed_is_refused(before: timedelta) -> None:
    revision = saved()
    with pytest.raises(Refused) as refused:
        services.schedule(article=revision.article, revision=revision, at=NOW - before, now=NOW)
    assert refused.value.sentences == ("This time has passed. Choose one that is still to come.",)
    assert fresh(revision.article).scheduled is None


def test_what_cannot_be_published_cannot_be_scheduled() -> None:
    with pytest.raises(Refused) as refused:
        scheduled(body="{{ matrix:nowhere }}\n")
    assert refused.value.sentences == (
        "The matrix “nowhere” has not been published. Publish it first.",
    )


def test_one_that_cannot_go_out_any_more_waits_and_the_others_go(desk: Client) -> None:
    article = scheduled(published(), slug="workers")
    other = scheduled(slug="other", at=LATER + timedelta(minutes=1))
    thief = saved(title="Thief", slug="workers").article
    now = LATER + timedelta(hours=1)
    assert services.publish_due(now) == [other]
    article = fresh(article)
    assert (article.slug, article.scheduled_for) == ("queues", LATER)
    saved(thief, slug="thief")
    assert services.publish_due(now) == [article]
    assert fresh(article).slug == "workers"


def test_one_that_fails_keeps_back_none_of_those_after_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broken = scheduled(published(), slug="workers")
    other = scheduled(slug="other", at=LATER + timedelta(minutes=1))
    # Nothing lets this happen; whatever else may, it must not stop the rest.
    Redirect.objects.create(slug="queues", article=other)
    assert services.publish_due(LATER + timedelta(hours=1)) == [other]
    assert fresh(broken).scheduled_for == LATER
    assert f"Article {broken.pk} is due and could not be published." in caplog.text


def test_staff_sees_why_one_is_overdue(desk: Client) -> None:
    article = scheduled(published(), slug="workers")
    saved(title="Thief", slug="workers")
    Article.objects.filter(pk=article.pk).update(scheduled_for=timezone.now())
    assert services.publish_due(timezone.now()) == []
    page = words(desk.get(url(article, "change")))
    assert "Revision 2 was due on" in page
    assert "“Thief” already has the slug “workers”." in page
    assert "and is not published" in words(desk.get("/admin/blog/article/"))


def test_publishing_by_hand_takes_the_place_of_what_was_scheduled() -> None:
    article = published(scheduled(), body="By hand.\n")
    assert services.publish_due(LATER) == []
    assert fresh(article).body == "By hand.\n"


def test_what_is_taken_off_the_schedule_does_not_go_out() -> None:
    article = scheduled()
    services.unschedule(article=article)
    assert services.publish_due(LATER) == []
    assert (fresh(article).scheduled, fresh(article).scheduled_for) == (None, None)


def test_with_nothing_due_it_costs_one_query(django_assert_num_queries: Any) -> None:
    scheduled()
    with django_assert_num_queries(1):
        assert services.publish_due(NOW) == []


def at_once(count: int) -> list[Article]:
    """All that so many schedulers say they have published, who look at the same moment."""
    barrier = Barrier(count)

    def run(number: int) -> list[Article]:
        try:
            barrier.wait(timeout=20)
            return services.publish_due(LATER)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return [article for found in threads.map(run, range(count)) for article in found]


@pytest.mark.django_db(transaction=True)
def test_of_many_schedulers_at_once_one_publishes_each_article() -> None:
    articles = [scheduled(slug=f"queues-{n}") for n in range(5)]
    found = at_once(6)
    assert sorted(article.pk for article in found) == sorted(article.pk for article in articles)
    assert Article.objects.published().count() == 5


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_schedulers_publish_the_same_article(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article = scheduled()
    both_have_looked = Barrier(2)
    publish = services._publish

    def wait_and_publish(*args: Any) -> None:
        both_have_looked.wait(timeout=20)
        publish(*args)

    def no_lock(rows: QuerySet[Article], **kwargs: object) -> QuerySet[Article]:
        return rows

    monkeypatch.setattr(QuerySet, "select_for_update", no_lock)
    monkeypatch.setattr(services, "_publish", wait_and_publish)
    assert at_once(2) == [article, article]


@pytest.mark.django_db(transaction=True)
def test_with_the_lock_the_second_scheduler_does_not_wait_for_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article = scheduled()
    alone = Barrier(2)
    publish = services._publish

    def linger_and_publish(*args: Any) -> None:
        with pytest.raises(BrokenBarrierError):
            alone.wait(timeout=0.5)
        publish(*args)

    monkeypatch.setattr(services, "_publish", linger_and_publish)
    assert at_once(2) == [article]


@pytest.mark.django_db(transaction=True)
def test_the_worker_publishes_what_came_due_while_nobody_looked(
    celery_worker_process: subprocess.Popen[bytes],
) -> None:
    article = scheduled(at=NOW + timedelta(seconds=1))
    Article.objects.update(scheduled_for=timezone.now() - timedelta(hours=5))
    publish_due.delay()
    publish_due.delay()
    deadline = time.monotonic() + 30
    while fresh(article).live is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert fresh(article).live == article.scheduled


def test_the_scheduler_asks_every_few_seconds() -> None:
    entry = settings.CELERY_BEAT_SCHEDULE["blog.publish_due"]
    assert (entry["task"] in app.tasks, entry["schedule"]) == (True, 5.0)


def test_without_a_scheduler_there_is_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    scheduled()
    stuck = scheduled(published(slug="other"), slug="workers")
    saved(title="Thief", slug="workers")
    Article.objects.filter(scheduled__isnull=False).update(scheduled_for=NOW)
    call_command("publish_due")
    told = capsys.readouterr()
    assert told.out == "published queues\n"
    assert told.err == "not published: other. “Thief” already has the slug “workers”.\n"
    assert fresh(stuck).scheduled_for == NOW


def typed(article: Article, at: str) -> dict[str, str]:
    live = fresh(article).live
    return {"revision": "1", "live": str(live.number) if live else "", "schedule": "1", "at": at}


def test_sam_types_the_time_on_the_practices_clock(desk: Client) -> None:
    article = saved().article
    day = (timezone.now() + timedelta(days=400)).date().replace(month=7, day=1)
    page = words(desk.post(url(article, "publish"), typed(article, f"{day}T10:30"), follow=True))
    assert fresh(article).scheduled_for == datetime(day.year, 7, 1, 8, 30, tzinfo=UTC)
    told = f"on 1 Jul {day.year}, 10:30 (Europe/Berlin)"
    assert f"Revision 1 will be published {told}." in page
    assert f"Revision 1 is scheduled for {told.removeprefix('on ')}" in page
    saved(article, body="Newer.\n")
    page = words(desk.get(url(article, "change")))
    assert "It is not the newest: that is revision 2." in page


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("2020-01-01T10:30", "This time has passed. Choose one that is still to come."),
        ("0001-01-01T00:00", "This time has passed. Choose one that is still to come."),
        ("9999-12-31T23:59", "This is more than ten years ahead. Choose a nearer time."),
        ("2027-03-28T02:30", "it may be ambiguous or it may not exist"),  # the hour left out
        ("2027-10-31T02:30", "it may be ambiguous or it may not exist"),  # the hour twice
        ("tomorrow", "Enter a valid date/time."),
        ("", "This field is required."),
        ("2030-01-01\0T10:30", "Enter a valid date/time."),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_a_sentence(
    desk: Client, at: str, sentence: str
) -> None:
    article = saved().article
    answer = desk.post(url(article, "publish"), typed(article, at))
    assert answer.status_code in (409, 422)
    assert sentence in words(answer)
    assert fresh(article).scheduled is None
