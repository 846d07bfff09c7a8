"""Sam takes an article off the site, and may put it back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.transaction import atomic
from django.test import Client

from consult.blog import services
from consult.blog.models import Article, Topic
from consult.blog.readiness import Refused
from consult.models import Edition
from tests.blog.desk import LATER, fresh, published, saved, url
from tests.people import NOW
from tests.staff.admin_form import words

pytestmark = pytest.mark.django_db


def test_a_withdrawn_article_is_gone_from_its_address_and_from_every_list(client: Client) -> None:
    article = published()
    before = Edition.objects.get().token
    services.withdraw(article=article)
    answer = client.get("/blog/queues/")
    assert answer.status_code == 410
    assert "This article has been withdrawn" in answer.text
    assert 'content="noindex"' in answer.text
    assert "Queues" not in client.get("/blog/").text
    assert Edition.objects.get().token != before


def test_it_is_in_nothing_that_leads_to_articles(client: Client) -> None:
    """Beside the files for programs, whose test is with them."""
    topic = Topic.objects.create(name="Waiting", slug="waiting")
    article = published(topics=[topic])
    published(title="Workers", slug="workers", topics=[topic], body="They take from queues.\n")
    places = ["/", "/blog/", "/blog/topic/waiting/", "/author/jonas/", "/blog/workers/"]
    places += ["/search/?q=queues", "/blog/feed/"]
    card = f"/blog/queues/card-{article.card.digest}.png"
    assert [place for place in places if "/blog/queues/" in client.get(place).text] == places
    assert client.get(card).status_code == 200
    services.withdraw(article=article)
    assert [place for place in places if "/blog/queues/" in client.get(place).text] == []
    assert client.get(card).status_code == 404
    assert client.get("/blog/queues.md").status_code == 410


def test_what_was_scheduled_does_not_bring_it_back() -> None:
    article = published()
    revision = saved(article, body="Next.\n")
    services.schedule(article=article, revision=revision, at=LATER, now=NOW)
    services.withdraw(article=article)
    assert services.publish_due(LATER) == []
    assert fresh(article).live is None


def test_published_again_it_keeps_its_first_day_and_its_id() -> None:
    article = published()
    services.withdraw(article=article)
    back = published(article, at=NOW + timedelta(days=2), body="Better.\n")
    assert (back.published_at, back.uuid) == (NOW, article.uuid)


def test_a_withdrawn_article_keeps_its_slug() -> None:
    article = published()
    services.withdraw(article=article)
    saved(article, slug="other")
    with pytest.raises(Refused):
        saved(slug="queues")


def test_sam_is_told_what_it_does_before_he_does_it(desk: Client, sam: User) -> None:
    article = published()
    assert "will say that the article has been withdrawn" in words(
        desk.get(url(article, "withdraw"))
    )
    assert fresh(article).live
    page = words(desk.post(url(article, "withdraw"), follow=True))
    assert "Withdrawn. Readers do not see this article any more." in page
    assert fresh(article).live is None
    assert "Withdrew revision 1." in words(desk.get(url(article, "history")))


def test_only_what_nobody_sees_can_be_deleted(desk: Client) -> None:
    article = published()
    assert desk.post(url(article, "delete"), {"post": "yes"}).status_code == 403
    services.withdraw(article=article)
    assert desk.post(url(article, "delete"), {"post": "yes"}).status_code == 302
    assert not Article.objects.exists()
    revision = saved()
    services.schedule(article=revision.article, revision=revision, at=LATER, now=NOW)
    assert desk.post(url(revision.article, "delete"), {"post": "yes"}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_what_is_published_while_it_is_deleted_stays(desk: Client) -> None:
    revision = saved()
    article = revision.article

    def delete() -> int:
        try:
            return desk.post(url(article, "delete"), {"post": "yes"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with atomic():
            services.publish(article=article, revision=revision, now=NOW)
            answer = pool.submit(delete)
            wait([answer], timeout=1)
            assert not answer.done()
        assert answer.result(10) == 403
    assert fresh(article).live == revision
