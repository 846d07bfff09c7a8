"""What an article led to, counted by day: by scripts, and by what visitors and staff do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.test import Client

from advisor.core.model import Answers
from advisor.models import DecisionMatrix
from consult.blog.counts.counters import Counted, count
from consult.blog.models import Article, ArticleDay, Redirect
from consult.bookings import services as bookings
from consult.bookings.models import EventType
from consult.intake import services as intakes
from consult.intake.models import Intake
from consult.intake.source import Source
from consult.leads.models import Case, Lead
from consult.leads.services import move_stage, open_case
from tests.intake.visit import SAVED
from tests.people import NOW, ada_contact, discovery_call, fill_in, hand_in

pytestmark = pytest.mark.django_db

SLUG = "fastapi-or-nodejs"
ADDRESS = f"/blog/{SLUG}/count/"
BROWSER = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 "
    "Safari/537.36"
)


@pytest.fixture(autouse=True)
def content(db: None) -> None:
    call_command("sample_content")


def tell(client: Client, kind: str = "view", **headers: str) -> Any:
    headers = {"User-Agent": BROWSER, "Sec-Fetch-Site": "same-origin"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return client.post(ADDRESS, {"kind": kind}, headers=headers)


def counted(*, slug: str = SLUG) -> dict[str, int]:
    """What is not zero, of all days."""
    fields = ("views", "tried", "started", "submitted", "booked", "won")
    days = ArticleDay.objects.filter(article__slug=slug)
    sums = {field: sum(days.values_list(field, flat=True)) for field in fields}
    return {field: number for field, number in sums.items() if number}


def test_a_reading_and_a_try_are_counted_without_a_cookie() -> None:
    client = Client(enforce_csrf_checks=True)
    for kind in ("view", "tried", "view"):
        response = tell(client, kind)
        assert (response.status_code, response.content) == (204, b"")
        assert (dict(response.cookies), response.get("Vary", "")) == ({}, "")
    assert counted() == {"views": 2, "tried": 1}


def test_a_day_begins_at_midnight_utc() -> None:
    evening = datetime(2026, 11, 23, 20, tzinfo=timezone(timedelta(hours=-8)))
    count("views", article=SLUG, now=evening)
    count("views", article=SLUG, now=evening - timedelta(hours=5))
    assert list(ArticleDay.objects.values_list("day", "views")) == [
        (date(2026, 11, 24), 1),
        (date(2026, 11, 23), 1),
    ]


@pytest.mark.parametrize("kind", ["", "views", "started", "won", "view\0", "🦊" * 1000, "view' --"])
def test_what_we_do_not_count_is_refused(client: Client, kind: str) -> None:
    assert tell(client, kind).status_code == 400
    assert counted() == {}


def test_it_takes_a_post_with_a_kind(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 405
    assert client.post(ADDRESS).status_code == 400
    assert client.post(ADDRESS, b"{", content_type="application/json").status_code == 400


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2)",
        BROWSER.replace("Chrome/", "HeadlessChrome/"),
        "Mozilla/5.0 (Linux; Android 11) Chrome/109 Safari/537.36 Chrome-Lighthouse",
        "UptimeRobot/2.0",
        "curl/8.14.1",
        "x" * 100_000,
    ],
)
def test_programs_are_not_counted_and_are_not_told_so(client: Client, agent: str) -> None:
    assert tell(client, User_Agent=agent).status_code == 204
    assert counted() == ({"views": 1} if agent.startswith("xx") else {})


def test_a_page_elsewhere_cannot_count(client: Client) -> None:
    assert tell(client, Sec_Fetch_Site="cross-site").status_code == 204
    assert counted() == {}


def test_nobody_counts_faster_than_people_read(client: Client) -> None:
    assert {tell(client).status_code for _ in range(40)} == {204}
    assert counted() == {"views": 30}


def test_only_what_was_published_is_counted(client: Client) -> None:
    count("views", article="no-such-article", now=NOW)
    count("views", article="", now=NOW)
    Article.objects.filter(slug=SLUG).update(live=None, published_at=None, updated_at=None)
    count("views", article=SLUG, now=NOW)
    assert not ArticleDay.objects.exists()


def test_an_earlier_address_counts_for_the_article() -> None:
    article = Article.objects.get(slug=SLUG)
    Redirect.objects.create(slug="the-old-one", article=article)
    count("started", article="the-old-one", now=NOW)
    assert counted() == {"started": 1}


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_none_is_lost() -> None:
    def one(what: Counted) -> None:
        try:
            for _ in range(5):
                count(what, article=SLUG, now=NOW)
        finally:
            connections.close_all()

    kinds: list[Counted] = ["views", "tried", "won", "views"] * 2
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, kinds))
    assert counted() == {"views": 20, "tried": 10, "won": 10}


def intake_of_ada(source: Source) -> Intake:
    version = DecisionMatrix.objects.get(slug="fastapi-vs-nodejs").current()
    intake = intakes.start(version=version, answers=Answers(), source=source, now=NOW)
    fill_in(intake, {key: SAVED[key] for key in ("brief", "plans", "contact")})
    return intake


def test_an_intake_counts_when_it_begins_and_once_when_it_is_submitted() -> None:
    intake = intake_of_ada(Source(article=SLUG))
    assert counted() == {"started": 1}
    for _ in "12":
        hand_in(intake)
    assert counted() == {"started": 1, "submitted": 1}


def test_an_intake_from_nowhere_counts_for_no_article() -> None:
    hand_in(intake_of_ada(Source()))
    assert not ArticleDay.objects.exists()


def test_what_is_undone_is_not_counted() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        intake_of_ada(Source(article=SLUG))
        raise RuntimeError
    assert counted() == {}


def case_of_ada(article: str = SLUG, now: datetime = NOW, **changes: object) -> Case:
    contact, source = ada_contact(**changes), Source(article=article).model_dump()
    return open_case(contact=contact, source=source, intake=None, now=now)


def test_a_case_counts_its_first_call_alone() -> None:
    EventType.objects.all().delete()
    call, case = discovery_call(), case_of_ada()
    first, second = (datetime(2026, 11, day, 8, 0, tzinfo=UTC) for day in (25, 26))
    for _ in "12":
        booking = bookings.book(
            event_type=call, case=case, starts_at=first, time_zone="UTC", now=NOW
        )
    assert counted() == {"booked": 1}
    bookings.cancel(booking=booking, now=NOW)
    bookings.book(event_type=call, case=case, starts_at=second, time_zone="UTC", now=NOW)
    assert counted() == {"booked": 1}


def test_a_lead_is_won_once_for_the_article_that_brought_it_first() -> None:
    later = NOW + timedelta(days=1)
    case_of_ada("")
    lead = case_of_ada(SLUG, now=later).lead
    case_of_ada("another", now=later + timedelta(days=1))
    for stage in ("won", "lost", "won"):
        move_stage(lead=lead, stage=stage, by=None, now=later)
        later += timedelta(days=1)
    assert counted() == {"won": 1}
    lead.refresh_from_db()
    assert (lead.stage, lead.won_at) == (Lead.Stage.WON, NOW + timedelta(days=1))
