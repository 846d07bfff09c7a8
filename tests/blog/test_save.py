"""Sam writes an article in the admin and saves it, and what cannot be is said beside it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.test import Client

from consult.blog.models import Article, Revision, Topic
from tests.blog.desk import fresh, jonas, published, saved, staff, url
from tests.staff.admin_form import fields, words

pytestmark = pytest.mark.django_db
ADD = "/admin/blog/article/add/"


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "based_on": "",
        "title": "Queues",
        "slug": "",
        "summary": "When work should wait.",
        "body": "A queue keeps work.\r\n\r\nUntil later.\r\n\r\n",
        "author": jonas().pk,
        "save": "1",
        **changes,
    }


def test_the_first_save_makes_a_draft_whose_slug_follows_its_title(desk: Client, sam: User) -> None:
    topic = Topic.objects.create(name="Queues", slug="queues")
    sent = typed(title="  What a queue\n is _for_ ", topics=[topic.pk])
    page = words(desk.post(ADD, sent, follow=True))
    assert "Saved as revision 1." in page
    revision = Revision.objects.get()
    assert (revision.title, revision.slug) == ("What a queue is _for_", "what-a-queue-is-for")
    assert revision.body == "A queue keeps work.\n\nUntil later.\n"
    assert (revision.saved_by, list(revision.topics.all())) == (sam, [topic])
    article = Article.objects.get()
    assert (article.title, article.live, list(article.topics.all())) == (
        revision.title,
        None,
        [topic],
    )


def test_the_form_opens_with_the_newest_revision(desk: Client) -> None:
    article = published()
    saved(article, title="On <queues>", body="One.\n\n    Two.\n")
    form = fields(desk, url(article, "change"))
    assert (form["title"], form["body"], form["based_on"]) == (
        "On <queues>",
        "One.\n\n    Two.\n",
        "2",
    )


def test_a_saved_revision_never_changes() -> None:
    revision = saved()
    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(title="Other")


def test_saving_goes_on_to_the_preview_or_to_publishing(desk: Client) -> None:
    answer = desk.post(ADD, typed(preview="1"))
    assert answer["Location"].startswith("/preview/")
    article = Article.objects.get()
    sent = typed(based_on="1", slug="queues", body="More.", publish="1")
    answer = desk.post(url(article, "change"), sent)
    assert answer["Location"] == url(article, "publish")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "x" * 151}, "has at most 150 characters"),
        ({"title": "???"}, "This title makes no slug. Type one."),
        ({"slug": "Größe"}, "Use small letters a–z, digits, and single hyphens between them."),
        ({"slug": "a--b"}, "Use small letters a–z, digits, and single hyphens between them."),
        ({"slug": "taken"}, "“Cron” already has the slug “taken”."),
        ({"summary": "x" * 301}, "has at most 300 characters"),
        ({"body": " \r\n\r\n"}, "This field is required."),
        ({"body": "x" * 100_001}, "has at most 100000 characters"),
        ({"body": "a\0b"}, "Null characters are not allowed."),
        ({"title": "a\x0bb\x08"}, "There is a control character in this text"),
        ({"author": "0"}, "Select a valid choice."),
        ({"topics": ["999"]}, "999 is not one of the available choices."),
    ],
)
def test_what_cannot_be_saved_is_said_and_stays_typed(
    desk: Client, changes: dict[str, Any], sentence: str
) -> None:
    saved(title="Cron", slug="taken")
    sent = typed(**{"summary": "Typed by <Sam>.", **changes})
    answer = desk.post(ADD, sent)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "Nothing was saved." in words(answer)
    if "summary" not in changes:
        assert "Typed by &lt;Sam&gt;." in answer.text
    assert Article.objects.count() == 1


def test_an_article_of_the_greatest_length_is_saved_with_its_line_ends_counted_once(
    desk: Client,
) -> None:
    body = "é\r\n" * 50_000
    answer = desk.post(ADD, typed(body=body))
    assert answer.status_code == 302
    assert len(Revision.objects.get().body) == 100_000


def test_an_article_of_five_megabytes_is_refused_in_a_sentence(desk: Client) -> None:
    answer = desk.post(ADD, typed(body="A queue. " * 600_000))
    assert answer.status_code == 413
    assert "That is too much at once. Nothing was saved or sent." in words(answer)
    answer = desk.post(ADD, typed(body="A queue. " * 60_000))
    assert answer.status_code in (400, 422)
    assert "Nothing was saved" in words(answer)
    assert not Article.objects.exists()


def test_emoji_and_other_letters_are_kept(desk: Client) -> None:
    desk.post(ADD, typed(title="Очереди 🚦", slug="ocheredi", body="日本語 🧵\n"))
    article = Article.objects.get()
    assert (article.title, article.body) == ("Очереди 🚦", "日本語 🧵\n")


def test_faults_are_said_beside_the_text_and_keep_nobody_from_saving(desk: Client) -> None:
    sent = typed(body="{{ matrix:nowhere }}\n\nText.")
    page = words(desk.post(ADD, sent, follow=True))
    assert "This keeps it from being published:" in page
    assert "The matrix “nowhere” has not been published. Publish it first." in page


def test_who_may_not_publish_can_write(client: Client) -> None:
    article = saved().article
    vera = staff("vera", "view_article", "change_article", "add_article")
    page = words(vera.get(url(article, "change")))
    assert "Save draft" in page
    assert "publish…" not in page
    sent = typed(based_on="1", slug="queues", body="By Vera.")
    assert vera.post(url(article, "change"), sent).status_code == 302
    for name in ("publish", "withdraw", "unschedule"):
        assert vera.post(url(article, name), {"revision": "2", "live": ""}).status_code == 403
    assert fresh(article).live is None


def test_who_may_only_look_saves_nothing(client: Client) -> None:
    article = saved().article
    ada = staff("ada", "view_article")
    page = ada.get(url(article, "change")).text
    assert "disabled" in page
    assert "Save draft" not in page
    for name in ("change", "restore", "revoke", "publish"):
        assert ada.post(url(article, name), typed(based_on="1")).status_code == 403
    assert ada.get(ADD).status_code == 403
    assert article.revisions.count() == 1


@pytest.mark.parametrize(
    ("state", "titles"),
    [
        ("draft", ["Drafted"]),
        ("live", ["Changed", "Live"]),
        ("changed", ["Changed"]),
        ("withdrawn", ["Withdrawn"]),
        ("", ["Changed", "Drafted", "Live", "Withdrawn"]),
        ("scheduled", []),
        ("nonsense", ["Changed", "Drafted", "Live", "Withdrawn"]),
    ],
)
def test_the_list_is_filtered_by_state(desk: Client, state: str, titles: list[str]) -> None:
    saved(title="Drafted", slug="drafted")
    published(title="Live", slug="live")
    saved(published(title="Changed", slug="changed"), title="Changed", slug="changed", body="x\n")
    published(title="Withdrawn", slug="withdrawn")
    Article.objects.filter(slug="withdrawn").update(live=None)
    page = desk.get(f"/admin/blog/article/?state={state}").text
    found = re.findall(r'/change/[^"]*">(\w+)</a></th>', page)
    assert sorted(found) == titles


def test_an_article_is_found_by_what_it_is_to_be_called(desk: Client) -> None:
    article = published()
    saved(article, title="Zebras")
    published(article, slug="later")
    for word in ("zebras", "queues", "later"):
        assert url(article, "change") in desk.get(f"/admin/blog/article/?q={word}").text
    assert url(article, "change") not in desk.get("/admin/blog/article/?q=nothing").text
