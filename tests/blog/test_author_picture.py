"""An author's picture, chosen from those that were uploaded, on the page of the author."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from consult.blog.models import Author, Picture
from consult.blog.pictures import gallery
from consult.blog.pictures.making import make
from tests.blog.photos import jpeg
from tests.people import sam

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin() -> Author:
    return Author.objects.create(name="Lin", slug="lin", role="architect", bio="Builds queues.")


def test_it_is_chosen_in_the_admin_and_shown_on_the_page(client: Client, lin: Author) -> None:
    picture = Picture(slug="lin-in-berlin")
    gallery.add(picture, make(jpeg(600, 800)))
    client.force_login(sam())
    page = f"/admin/blog/author/{lin.pk}/change/"
    assert f'<option value="{picture.pk}">lin-in-berlin</option>' in client.get(page).text
    values = {"name": "Lin", "slug": "lin", "role": "", "bio": "", "links": ""}
    client.post(page, {**values, "picture": picture.pk})
    html = client.get("/author/lin/").text
    [found] = re.findall(r"<picture>.*?</picture>", html, re.DOTALL)
    files = {(file.format, file.width): file.digest for file in picture.files.all()}
    avif, webp = (
        ", ".join(f"/media/{files[format, width]}.{format} {width}w" for width in (480, 600))
        for format in ("avif", "webp")
    )
    assert " ".join(found.split()) == (
        f'<picture> <source type="image/avif" srcset="{avif}" sizes="12rem"> '
        f'<img src="/media/{files["webp", 600]}.webp" srcset="{webp}" sizes="12rem" '
        'width="600" height="800" alt="Lin" decoding="async"> </picture>'
    )


def test_without_one_there_is_none(client: Client, lin: Author) -> None:
    html = client.get("/author/lin/").text
    assert "Lin" in html
    assert "<picture" not in html
