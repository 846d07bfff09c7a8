"""What was replaced is sent for no more than a second, by any process; with real time."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.models import Exists
from django.db.transaction import atomic
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from consult import pages
from consult import urls as site
from consult.blog.models import Article, Author
from consult.blog.services import Draft, save, schedule
from consult.models import Edition
from consult.pages import Watcher

ADDRESS = "/author/ada/"
SLOW = "/slow/"

# Those of the product, which other tests do without.
WATCHERS = list(pages.watchers)

has_read, may_answer = Event(), Event()


def slow(request: HttpRequest) -> HttpResponse:
    """Reads a name, and is held up before it answers."""
    name = Author.objects.get(slug="ada").name
    has_read.set()
    may_answer.wait(30)
    return HttpResponse(name)


urlpatterns = [path("slow/", pages.kept(slow)), *site.urlpatterns]


@pytest.fixture
def ada(db: None) -> Author:
    return Author.objects.create(name="Ada", slug="ada")


def rename_in_another_process(name: str) -> None:
    """What another process does to the database; this one is not told."""
    Author.objects.filter(slug="ada").update(name=name)
    Edition.objects.update(token=uuid.uuid4())


@pytest.mark.django_db
@pytest.mark.usefixtures("ada")
def test_what_another_process_publishes_is_here_within_a_second(client: Client) -> None:
    assert "<h1>Ada</h1>" in client.get(ADDRESS).text
    rename_in_another_process("Eve")
    published = time.monotonic()
    seen = {False: 0.0}
    while (age := time.monotonic() - published) < 1.1 or True not in seen:
        seen["<h1>Eve</h1>" in client.get(ADDRESS).text] = age
        time.sleep(0.02)
    assert seen[False] < 1
    assert seen[True] > 1


def page_seen_by_another() -> str:
    def reader() -> str:
        try:
            return Client().get(ADDRESS).text
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(reader).result(30)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("ada")
def test_what_is_changed_is_seen_once_it_is_committed_and_at_once() -> None:
    with atomic():
        Author.objects.update(name="Eve")
        pages.renew()
        # What this reader is told of the edition is true for now, and not for long.
        assert "<h1>Ada</h1>" in page_seen_by_another()
    assert "<h1>Eve</h1>" in page_seen_by_another()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("ada")
def test_what_is_rolled_back_is_seen_by_nobody() -> None:
    before = pages.edition()
    with suppress(ValueError), atomic():
        Author.objects.update(name="Eve")
        pages.renew()
        raise ValueError
    assert pages.edition() == before
    assert "<h1>Ada</h1>" in Client().get(ADDRESS).text


def renamed_while_rendered() -> str:
    """A page is rendered, and while it is, what it shows is renamed in another process. Returns
    what readers get once a second has gone by."""
    has_read.clear()
    may_answer.clear()
    Author.objects.filter(slug="ada").update(name="Ada")
    pages.renew()

    def reader() -> str:
        try:
            return Client().get(SLOW).text
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(reader)
        assert has_read.wait(30)
        rename_in_another_process("Eve")
        time.sleep(1)
        may_answer.set()
        assert answer.result(30) == "Ada"
    return Client().get(SLOW).text


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("ada")
def test_a_page_that_was_rendered_before_is_not_kept_for_after(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    assert renamed_while_rendered() == "Eve"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("ada")
def test_it_would_be_if_the_edition_were_read_after_rendering(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ROOT_URLCONF = __name__
    put = pages._cache.put

    def put_late(key: str, page: Any) -> None:
        release, _, rest = key.split(":", 2)
        put(f"{release}:{pages.edition()}:{rest}", page)

    monkeypatch.setattr(pages._cache, "put", put_late)
    assert renamed_while_rendered() == "Ada"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("ada")
def test_many_at_once_ask_for_the_edition_once() -> None:
    Client().get(ADDRESS)
    asked = []

    def counted(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    def reader() -> int:
        try:
            with connection.execute_wrapper(counted):
                return Client().get(ADDRESS).status_code
        finally:
            connections.close_all()

    pages._out.forget()
    with ThreadPoolExecutor(8) as pool:
        answers = [answer.result(30) for answer in [pool.submit(reader) for _ in range(8)]]
    assert (answers, len(asked)) == ([200] * 8, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("ada")
def test_without_the_database_what_is_kept_can_still_be_read(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(ADDRESS)
    time.sleep(pages.SECONDS_BETWEEN_LOOKS)
    with monkeypatch.context() as away:
        away.setitem(connection.settings_dict, "HOST", "/nowhere")
        connection.close()
        assert "<h1>Ada</h1>" in client.get(ADDRESS).text
        client.raise_request_exception = False
        pages.forget()
        assert client.get(ADDRESS).status_code == 503
    connection.close()


def scheduled(minutes: int) -> None:
    at = timezone.now() + timedelta(minutes=minutes)
    live = Article.objects.get(slug="fastapi-or-nodejs").live
    Article.objects.filter(slug="fastapi-or-nodejs").update(scheduled=live, scheduled_for=at)


def due(now: datetime) -> Exists:
    return Exists(Article.objects.filter(scheduled_for__lte=now))


def rename_what_is_due(now: datetime) -> None:
    Article.objects.filter(scheduled_for__lte=now).update(
        title="What was due", scheduled=None, scheduled_for=None
    )
    pages.renew()


@pytest.mark.django_db
def test_what_is_due_is_done_for_the_first_reader(
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    call_command("sample_content")
    pages.watchers[:] = [Watcher(due, rename_what_is_due)]
    scheduled(minutes=1)
    assert "What was due" not in client.get("/blog/").text
    pages._out.forget()
    with django_assert_num_queries(1):
        client.get("/blog/")
    scheduled(minutes=-1)
    pages._out.forget()
    assert "What was due" in client.get("/blog/").text


@pytest.mark.django_db
def test_an_article_goes_out_at_its_time_without_a_scheduler(client: Client) -> None:
    call_command("sample_content")
    pages.watchers[:] = WATCHERS
    article = Article.objects.get(slug="fastapi-or-nodejs")
    draft = Draft("What was due", article.slug, "In short.", article.body, article.author)
    revision = save(article=article, draft=draft, based_on=1, by=None, now=timezone.now())
    in_an_hour = timezone.now() + timedelta(hours=1)
    schedule(article=article, revision=revision, at=in_an_hour, now=timezone.now())
    assert "What was due" not in client.get("/blog/").text
    Article.objects.filter(pk=article.pk).update(
        scheduled_for=timezone.now() - timedelta(minutes=1)
    )
    pages._out.forget()
    assert "What was due" in client.get("/blog/").text


@pytest.mark.django_db
def test_what_is_due_and_fails_costs_no_reader_the_page(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    call_command("sample_content")

    def fail(now: datetime) -> None:
        raise ValueError("out of paper")

    pages.watchers[:] = [Watcher(due, fail)]
    scheduled(minutes=-1)
    assert client.get("/blog/").status_code == 200
    assert "out of paper" in caplog.text


@pytest.mark.django_db
def test_what_is_due_and_cannot_be_done_is_not_tried_for_every_reader(client: Client) -> None:
    call_command("sample_content")
    tried: list[datetime] = []
    pages.watchers[:] = [Watcher(due, tried.append)]
    scheduled(minutes=-1)
    for _reader in range(3):
        pages._out.forget()
        assert client.get("/blog/").status_code == 200
    assert len(tried) == 1
    pages._out.resting_until = 0.0
    pages._out.forget()
    client.get("/blog/")
    assert len(tried) == 2


def test_a_release_has_another_name_where_pages_are_others(
    settings: Settings, tmp_path: Path
) -> None:
    from consult.release import fingerprint

    for folder in ("advisor", "consult", "templates"):
        (tmp_path / folder).mkdir()
    settings.BASE_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    names = [fingerprint.__wrapped__()]
    for file, text in [
        ("consult/views.py", "1"),
        ("consult/views.py", "2"),
        ("advisor/views.py", "1"),
        ("templates/base.html", "<p>"),
        ("requirements.txt", "django==5"),
    ]:
        (tmp_path / file).write_text(text)
        names.append(fingerprint.__wrapped__())
    (tmp_path / "static").mkdir()
    (tmp_path / "static/staticfiles.json").write_text("{}")
    names.append(fingerprint.__wrapped__())
    settings.PRACTICE = {**settings.PRACTICE, "name": "Another practice"}
    names.append(fingerprint.__wrapped__())
    assert len(set(names)) == len(names) == 8
    assert fingerprint.__wrapped__() == names[-1]
