"""Sam and Lin edit one article at once: neither overwrites the other unseen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from consult.blog import services
from consult.blog.models import Article
from tests.blog.desk import draft, fresh, published, saved, url
from tests.people import NOW
from tests.staff.admin_form import fields, words

BODY = "A queue keeps work until somebody has the time to do it.\n"


@pytest.fixture
def lin(db: None) -> Client:
    """Another member of staff, in a browser of her own."""
    client = Client()
    client.force_login(User.objects.create_user("lin", is_staff=True, is_superuser=True))
    return client


def send(client: Client, article: Article, form: dict[str, str], **changes: str) -> Any:
    return client.post(url(article, "change"), {**form, "save": "1", **changes})


def bodies(article: Article) -> list[tuple[int, str, str]]:
    rows = article.revisions.order_by("number").values_list("number", "saved_by__username", "body")
    return list(rows)


def test_the_second_to_save_is_told_and_sees_both(desk: Client, lin: Client) -> None:
    article = saved(body=BODY).article
    of_sam, of_lin = fields(desk, url(article, "change")), fields(lin, url(article, "change"))
    hers = BODY.replace("somebody", "a worker")
    his = BODY.replace("the time", "an hour")
    assert send(lin, article, of_lin, body=hers).status_code == 302
    answer = send(desk, article, of_sam, body=his)
    page = words(answer)
    assert answer.status_code == 409
    assert "Somebody else saved this article meanwhile" in page
    assert "lin saved revision 2 on" in page
    assert "[gone] a worker has the time [new] somebody has an hour" in page
    assert his.strip() in answer.text  # what he typed is still in the form
    assert [row[1:] for row in bodies(article)] == [(None, BODY), ("lin", hers)]

    # Once more without having chosen: the same again.
    assert send(desk, article, of_sam, body=his).status_code == 409
    # Knowingly on top: hers stays among the revisions.
    assert send(desk, article, of_sam, body=his, over="2").status_code == 302
    assert bodies(article) == [(1, None, BODY), (2, "lin", hers), (3, "sam", his)]


def test_going_on_top_of_what_was_seen_is_not_going_on_top_of_what_came_after(
    desk: Client, lin: Client
) -> None:
    article = saved(body=BODY).article
    of_sam = fields(desk, url(article, "change"))
    for text in ("Lin's first.", "Lin's second."):
        send(lin, article, fields(lin, url(article, "change")), body=text)
    answer = send(desk, article, of_sam, body="Sam's.", over="2")
    assert answer.status_code == 409
    assert "lin saved revision 3 on" in words(answer)
    assert len(bodies(article)) == 3


def test_both_of_one_mind_are_no_conflict(desk: Client, lin: Client) -> None:
    article = saved(body=BODY).article
    of_sam, of_lin = fields(desk, url(article, "change")), fields(lin, url(article, "change"))
    send(lin, article, of_lin, body="The same.")
    answer = send(desk, article, of_sam, body="The same.")
    assert answer.status_code == 302
    assert len(bodies(article)) == 2


@pytest.mark.parametrize("based_on", ["", "0", "-1", "99", "x", "9" * 40, "²"])
def test_a_form_that_does_not_say_what_it_was_made_of_is_a_conflict(
    desk: Client, based_on: str
) -> None:
    article = saved(body=BODY).article
    form = fields(desk, url(article, "change"))
    answer = send(desk, article, form, body="Other.", based_on=based_on)
    assert answer.status_code == 409
    assert len(bodies(article)) == 1


def test_what_is_published_is_what_was_looked_at(desk: Client, lin: Client) -> None:
    article = published(body=BODY)
    saved(article, body="Sam's.\n")
    page = fields(desk, url(article, "publish"))
    page.pop("schedule")  # of the other form on the page
    published(article, body="Lin's.\n")
    answer = desk.post(url(article, "publish"), page)
    assert answer.status_code == 409
    assert "Meanwhile somebody else published or withdrew this article." in words(answer)
    assert fresh(article).body == "Lin's.\n"
    again = {**page, "live": "3"}
    assert desk.post(url(article, "publish"), again).status_code == 302
    assert fresh(article).body == "Sam's.\n"


def saves_at_once(article: Article, count: int) -> list[str]:
    """What became of so many saves that start from the same revision at the same moment."""
    barrier = Barrier(count)
    drafts = [draft(body=f"Of editor {number}.\n") for number in range(count)]

    def run(number: int) -> str:
        try:
            barrier.wait(timeout=20)
            services.save(article=article, draft=drafts[number], based_on=1, by=None, now=NOW)
        except Exception as error:
            return type(error).__name__
        else:
            return "saved"
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return sorted(threads.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_of_many_saves_at_once_one_wins_and_all_others_are_told() -> None:
    article = saved().article
    assert saves_at_once(article, 8) == ["Conflict"] * 7 + ["saved"]
    assert [number for number, _, _ in bodies(article)] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_others_are_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    article = saved().article
    all_have_looked = Barrier(2)

    def no_lock(article: Article) -> Article:
        return Article.objects.get(pk=article.pk)

    same = services._same

    def wait(*args: Any) -> bool:
        all_have_looked.wait(timeout=20)
        return same(*args)

    monkeypatch.setattr(services, "_locked", no_lock)
    monkeypatch.setattr(services, "_same", wait)
    # The database alone still lets no second revision 2 in.
    assert saves_at_once(article, 2) == ["IntegrityError", "saved"]
