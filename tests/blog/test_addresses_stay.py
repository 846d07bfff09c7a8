"""An author's and a topic's address is chosen once."""

from __future__ import annotations

import pytest
from django.test import Client

from consult.blog.models import Author, Topic

pytestmark = pytest.mark.django_db


def test_a_topic_may_be_renamed_and_stays_where_it_is(desk: Client) -> None:
    topic = Topic.objects.create(name="Queues", slug="queues")
    desk.post(f"/admin/blog/topic/{topic.pk}/change/", {"name": "Messages", "slug": "messages"})
    assert Topic.objects.values_list("name", "slug").get() == ("Messages", "queues")


def test_so_does_an_author(desk: Client) -> None:
    author = Author.objects.create(name="Lin", slug="lin")
    desk.post(f"/admin/blog/author/{author.pk}/change/", {"name": "Lin Berg", "slug": "berg"})
    assert Author.objects.values_list("name", "slug").get() == ("Lin Berg", "lin")


def test_a_new_one_has_it_filled_in(desk: Client) -> None:
    desk.post("/admin/blog/topic/add/", {"name": "Queues", "slug": "queues"})
    assert Topic.objects.get().slug == "queues"
