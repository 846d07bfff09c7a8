"""Sam looks at what an article was, compares, and goes back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection
from django.db.transaction import atomic
from django.test import Client

from consult.blog import services
from consult.blog.models import Article, Revision, Topic
from tests.blog.desk import LATER, draft, fresh, published, saved, url
from tests.people import NOW
from tests.staff.admin_form import fields, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(db: None, sam: User) -> Article:
    """Live as revision 2, drafted as revision 4, which is not what is scheduled."""
    topic = Topic.objects.create(name="Queues", slug="queues")
    first = saved(body="The first of all.\n", topics=[topic])
    article = published(first.article, body="What readers see.\n")
    third = saved(article, by=sam, body="What is to come.\n")
    saved(article, by=sam, title="On queues", body="What is drafted.\n")
    services.schedule(article=article, revision=third, at=LATER, now=NOW)
    return fresh(article)


def test_every_save_is_listed_with_what_became_of_it(desk: Client, article: Article) -> None:
    page = words(desk.get(url(article, "revisions")))
    for line in [
        "Revision 4 newest 23 Nov 2026, 09:00 , sam On queues",
        "Revision 3 scheduled 23 Nov 2026, 09:00 , sam Queues",
        "Revision 2 live 23 Nov 2026, 09:00 Queues",
        "Revision 1 23 Nov 2026, 09:00 Queues",
    ]:
        assert line in page


@pytest.mark.parametrize(
    ("query", "heading", "sentence"),
    [
        ("", "Revision 2 → revision 4", "[gone] Queues [new] On queues"),
        ("?from=1&to=2", "Revision 1 → revision 2", "Topics [gone] Queues"),
        ("?from=4&to=3", "Revision 4 → revision 3", "[gone] drafted. [new] to come."),
        ("?from=3&to=3", "Revision 3 → revision 3", "Both say the same."),
    ],
)
def test_any_two_are_compared(
    desk: Client, article: Article, query: str, heading: str, sentence: str
) -> None:
    page = words(desk.get(url(article, "compare") + query))
    assert heading in page
    assert sentence in page


def test_the_text_of_both_is_only_text(desk: Client, article: Article) -> None:
    saved(article, title="<b onclick=x>", body="<script>alert(1)</script>\n")
    page = desk.get(url(article, "compare")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("query", ["?from=9", "?to=x", "?from=-1", "?to=" + "9" * 30])
def test_a_revision_that_is_not_there_is_not_found(
    desk: Client, article: Article, query: str
) -> None:
    assert desk.get(url(article, "compare") + query).status_code == 404


def test_going_back_is_one_more_revision_and_changes_nothing_for_readers(
    desk: Client, article: Article, sam: User
) -> None:
    data = {"based_on": "4", "revision": "1"}
    page = words(desk.post(url(article, "restore"), data, follow=True))
    assert "Revision 1 taken up again as revision 5." in page
    newest = article.revisions.latest("number")
    assert (newest.number, newest.body, newest.saved_by) == (5, "The first of all.\n", sam)
    assert [topic.name for topic in newest.topics.all()] == ["Queues"]
    assert fresh(article).body == "What readers see.\n"
    assert article.revisions.count() == 5
    history = words(desk.get(url(article, "history")))
    assert "Revision 1 taken up again. Saved as revision 5." in history


def test_going_back_does_not_go_over_what_somebody_saved_meanwhile(
    desk: Client, article: Article
) -> None:
    answer = desk.post(url(article, "restore"), {"based_on": "3", "revision": "1"})
    assert answer.status_code == 409
    assert "sam saved revision 4 on" in words(answer)
    assert article.revisions.count() == 4


def test_going_back_to_a_slug_that_is_another_articles_now_is_refused(desk: Client) -> None:
    article = saved(slug="first").article
    saved(article, slug="second")
    saved(title="Thief", slug="first")
    answer = desk.post(url(article, "restore"), {"based_on": "2", "revision": "1"})
    assert answer.status_code == 409
    assert "“Thief” already has the slug “first”." in words(answer)


def test_before_it_is_published_sam_sees_what_changes(desk: Client, article: Article) -> None:
    page = words(desk.get(url(article, "publish")))
    assert "Readers see revision 2, published on 23 Nov 2026, 09:00." in page
    assert "What [gone] readers see. [new] is drafted." in page
    assert "Revision 3 was due" in page or "Revision 3 is scheduled" in page
    older = words(desk.get(url(article, "publish") + "?revision=1"))
    assert "This is about revision 1; the newest is 4." in older


def test_sam_publishes_it_and_the_history_says_so(
    desk: Client, article: Article, client: Client
) -> None:
    form = fields(desk, url(article, "publish"))
    form.pop("schedule")
    answer = desk.post(url(article, "publish"), form, follow=True)
    assert "Published. Readers see revision 4 now." in words(answer)
    assert "Published revision 4." in words(desk.get(url(article, "history")))
    assert "What is drafted." in client.get("/blog/queues/").text


def test_a_change_of_its_address_is_said_before(desk: Client, article: Article) -> None:
    saved(article, slug="on-queues")
    page = words(desk.get(url(article, "publish")))
    assert "Its slug changes from queues to on-queues ." in page


def test_a_restored_draft_says_what_it_said(article: Article) -> None:
    third = article.revisions.get(number=3)
    again = services.restore(article=article, revision=third, based_on=4, by=None, now=NOW)
    assert services.Draft.of(again) == draft(body="What is to come.\n", topics=[])


@pytest.mark.parametrize("field", ["live", "scheduled"])
def test_the_database_shows_no_article_with_the_revision_of_another(field: str) -> None:
    other = saved(title="Workers", slug="workers")
    article = published()
    changes = {field: other, "scheduled_for": LATER if field == "scheduled" else None}
    with pytest.raises(IntegrityError, match=f"{field}_revision_is_its_own"), atomic():
        Article.objects.filter(pk=article.pk).update(**changes)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_article_goes_together_with_its_revisions() -> None:
    article = published()
    article.delete()
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not Revision.objects.exists()
