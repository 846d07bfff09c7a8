"""Where a picture is used, and that nobody can take it away from there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from consult.blog import services
from consult.blog.models import Article, Author, Picture, Revision
from consult.blog.pictures import gallery
from consult.blog.pictures.making import make
from consult.blog.services import Draft
from tests.blog.photos import png
from tests.people import NOW
from tests.staff.admin_form import words

pytestmark = pytest.mark.django_db


def added(slug: str) -> Picture:
    picture = Picture(slug=slug)
    gallery.add(picture, make(png()))
    return picture


@pytest.fixture
def picture() -> Picture:
    return added("queue")


@pytest.fixture
def lin() -> Author:
    return Author.objects.create(name="Lin", slug="lin", role="architect", bio="Builds queues.")


def write(
    author: Author, body: str, article: Article | None = None, slug: str = "queues"
) -> Revision:
    draft = Draft(f"About {slug}", slug, "All of it.", body, author)
    based_on = article.revisions.count() if article else None
    return services.save(article=article, draft=draft, based_on=based_on, by=None, now=NOW)


def publish(revision: Revision) -> Article:
    services.publish(article=revision.article, revision=revision, now=NOW)
    revision.article.refresh_from_db()
    return revision.article


PLACED = 'Look:\n\n![A queue](picture:queue "At noon")\n\nWell.'


def delete(desk: Client, picture: Picture) -> Any:
    address = f"/admin/blog/picture/{picture.pk}/delete/"
    return desk.post(address, {"post": "yes"}, follow=True)


def delete_in_the_list(desk: Client, picture: Picture) -> Any:
    data = {"action": "delete_selected", "_selected_action": str(picture.pk), "post": "yes"}
    return desk.post("/admin/blog/picture/", data, follow=True)


@pytest.mark.parametrize("way", [delete, delete_in_the_list])
def test_what_readers_see_keeps_its_pictures(
    desk: Client, picture: Picture, lin: Author, way: Any
) -> None:
    article = publish(write(lin, PLACED))
    # The next revision is without it already, and still readers see the one before.
    write(lin, "Nothing to see.", article)
    said = words(way(desk, picture))
    assert "The article “About queues”, which is published or scheduled" in said
    assert Picture.objects.get().files.count() == 2


def test_so_does_what_they_soon_will_see(desk: Client, picture: Picture, lin: Author) -> None:
    article = publish(write(lin, "Nothing to see."))
    article.scheduled = write(lin, PLACED, article)
    article.scheduled_for = NOW + timedelta(days=1)
    article.save()
    assert "The article “About queues”" in words(delete(desk, picture))
    assert Picture.objects.exists()


def test_so_does_an_author(desk: Client, picture: Picture, lin: Author) -> None:
    lin.picture = picture
    lin.save()
    assert "Author: Lin" in words(delete(desk, picture))
    assert Picture.objects.exists()


@pytest.mark.parametrize("body", [PLACED, "![Two](picture:queues)", "The queue."])
def test_nothing_else_does(desk: Client, picture: Picture, lin: Author, body: str) -> None:
    for slug in ("queue-2", "queue_3"):
        added(slug)
    article = publish(write(lin, "![Two](picture:queue-2)\n\n![Three](picture:queue_3)"))
    write(lin, body, article)
    assert "was deleted successfully" in words(delete(desk, picture))
    assert not Picture.objects.filter(slug="queue").exists()


def test_one_that_came_after_the_text_was_saved_is_published_with_it(lin: Author) -> None:
    revision = write(lin, PLACED)
    assert "<figure>" not in revision.html
    picture = added("queue")
    assert f"/media/{digest_of(picture)}.webp" in publish(revision).html


def test_one_that_took_the_place_of_another_is_published_in_it(
    desk: Client, picture: Picture, lin: Author
) -> None:
    revision = write(lin, PLACED)
    gone = digest_of(picture)
    delete(desk, picture)
    picture = Picture(slug="queue")
    gallery.add(picture, make(png(80)))
    html = publish(revision).html
    assert f"/media/{digest_of(picture)}.webp" in html
    assert gone not in html


def digest_of(picture: Picture) -> str:
    return picture.files.get(format="webp").digest


def test_its_page_names_every_article_and_author_that_uses_it(
    desk: Client, picture: Picture, lin: Author
) -> None:
    page = f"/admin/blog/picture/{picture.pk}/change/"
    assert "Used in: –" in words(desk.get(page))
    lin.picture = picture
    lin.save()
    write(lin, "![Two](picture:queue-2)", slug="two")
    write(lin, PLACED, slug="draft")
    was = publish(write(lin, PLACED, slug="was"))
    write(lin, "Gone.", was, slug="was")
    response = desk.get(page)
    found = response.text.split("Used in:")[1].split("Credit:")[0]
    assert found.count("<a ") == 3
    for name in ("About draft", "About was", "Lin"):
        assert f">{name}</a>" in found
