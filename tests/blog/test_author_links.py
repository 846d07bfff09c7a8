"""An author's profiles elsewhere, each an address that can be followed."""

from __future__ import annotations

import pytest
from django.test import Client

from consult.blog.models import Author
from tests.people import sam
from tests.staff.admin_form import words

pytestmark = pytest.mark.django_db

VALUES = {"name": "Lin", "slug": "lin", "role": "", "bio": "", "picture": ""}


@pytest.mark.parametrize("link", ["javascript:alert(1)", "code.example/lin", "//code.example"])
def test_what_is_no_address_of_a_page_is_refused(client: Client, link: str) -> None:
    client.force_login(sam())
    links = f"https://code.example/lin\n{link}"
    page = client.post("/admin/blog/author/add/", VALUES | {"links": links})
    assert f"“{link}” is no address of a page: it must begin with https://." in words(page)
    assert not Author.objects.exists()


def test_the_others_are_led_to(client: Client) -> None:
    client.force_login(sam())
    links = "https://code.example/lin\n\n http://social.example/@lin "
    client.post("/admin/blog/author/add/", VALUES | {"links": links})
    html = client.get("/author/lin/").text
    assert '<a href="https://code.example/lin" rel="me noopener">' in html
    assert '<a href="http://social.example/@lin" rel="me noopener">' in html
