"""Sam publishes an article, revises it while it is up, and finds out why one cannot go out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import path

from advisor.core.model import Matrix
from advisor.drafts import publish_draft, start_matrix
from consult import urls as own
from consult.blog import services
from consult.blog.models import Article
from consult.blog.readiness import Refused
from consult.blog.views import article_list
from consult.models import Edition
from tests.blog.desk import draft, fresh, jonas, published, saved
from tests.leads.revisions import golden
from tests.people import NOW

pytestmark = pytest.mark.django_db
# For the test that asks for it: a page of the site where an article's would be.
urlpatterns = [path("blog/all/", article_list), *own.urlpatterns]
WITH_MATRIX = "Before.\n\n{{ matrix:golden }}\n\nAfter.\n"


def edition() -> object:
    return Edition.objects.values_list("token", flat=True).first()


def test_a_draft_is_seen_by_nobody_and_a_published_article_by_all(client: Client) -> None:
    revision = saved()
    assert client.get("/blog/queues/").status_code == 404
    services.publish(article=revision.article, revision=revision, now=NOW)
    assert "A queue keeps work" in client.get("/blog/queues/").text
    article = fresh(revision.article)
    assert (article.live, article.published_at, article.updated_at) == (revision, NOW, NOW)


def test_a_published_article_stays_as_it_is_while_its_next_revision_is_drafted(
    client: Client,
) -> None:
    article = published()
    page = client.get("/blog/queues/").content
    before = edition()
    saved(article, title="On queues", slug="on-queues", body="All new.\n")
    assert client.get("/blog/queues/").content == page
    assert client.get("/blog/on-queues/").status_code == 404
    assert (edition(), fresh(article).title) == (before, "Queues")


def test_an_update_keeps_the_day_of_the_first_publication(client: Client) -> None:
    article = published()
    later = NOW + timedelta(days=3)
    published(article, at=later, body="All new.\n")
    article = fresh(article)
    assert (article.published_at, article.updated_at) == (NOW, later)
    assert "All new." in client.get("/blog/queues/").text


def test_publishing_begins_a_new_edition_of_the_pages_and_saving_does_not() -> None:
    jonas()
    before = edition()
    revision = saved()
    assert edition() == before
    services.publish(article=revision.article, revision=revision, now=NOW)
    assert edition() not in (None, before)


def test_publishing_what_is_live_changes_nothing() -> None:
    article = published()
    assert article.live
    before = edition()
    later = NOW + timedelta(days=1)
    services.publish(article=article, revision=article.live, now=later)
    assert (fresh(article).updated_at, edition()) == (NOW, before)


def test_an_older_revision_can_be_published_again() -> None:
    article = published()
    first = article.live
    assert first
    article = published(article, body="All new.\n")
    services.publish(article=article, revision=first, now=NOW + timedelta(hours=1))
    assert (fresh(article).live, fresh(article).body) == (first, first.body)


def test_a_matrix_that_nobody_has_published_keeps_an_article_back(client: Client) -> None:
    matrix = start_matrix(content=Matrix.from_document(golden()), by=None, now=NOW)
    revision = saved(body=WITH_MATRIX)
    with pytest.raises(Refused) as refused:
        services.publish(article=revision.article, revision=revision, now=NOW)
    assert refused.value.sentences == (
        "The matrix “golden” has not been published. Publish it first.",
    )
    assert fresh(revision.article).live is None
    # The very same revision shows it once it is there.
    publish_draft(matrix=matrix, base=1, now=NOW)
    services.publish(article=revision.article, revision=revision, now=NOW)
    assert fresh(revision.article).matrix == matrix
    assert 'class="fit' in client.get("/blog/queues/").text


def test_a_slug_that_another_article_has_or_had_is_refused() -> None:
    published()
    published(published(title="Cron", slug="cron"), title="Timers", slug="timers")
    for slug, sentence in [
        ("queues", "“Queues” already has the slug “queues”."),
        ("timers", "“Timers” already has the slug “timers”."),
        ("cron", "“cron” was the slug of “Timers” and leads there."),
    ]:
        with pytest.raises(Refused) as refused:
            saved(slug=slug)
        assert refused.value.sentences == (sentence,)
    assert Article.objects.count() == 2


def test_a_slug_that_was_taken_meanwhile_is_refused_when_it_is_published() -> None:
    article = published()
    revision = saved(article, slug="workers")
    saved(title="Another", slug="workers")
    with pytest.raises(Refused) as refused:
        services.publish(article=article, revision=revision, now=NOW)
    assert refused.value.sentences == ("“Another” already has the slug “workers”.",)
    assert fresh(article).slug == "queues"


@pytest.mark.urls(__name__)
def test_an_address_of_the_site_itself_is_no_slug() -> None:
    with pytest.raises(Refused) as refused:
        saved(slug="all")
    assert refused.value.sentences == ("“all” is an address of the site itself.",)


def test_the_same_saved_twice_is_one_revision() -> None:
    revision = saved()
    again = services.save(article=revision.article, draft=draft(), based_on=None, by=None, now=NOW)
    assert again == revision


def test_the_card_that_goes_with_shared_links_is_drawn_with_it() -> None:
    article = published()
    first = article.card.digest
    saved(article, title="On queues")
    assert fresh(article).card.digest == first
    assert published(article, title="On queues", body="x\n").card.digest != first
