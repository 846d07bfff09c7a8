"""A picture at its address, for ever."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from consult.blog.markdown import Shown
from consult.blog.models import Picture, PictureFile
from consult.blog.pictures import gallery
from consult.blog.pictures.gallery import PictureView
from consult.blog.pictures.making import make
from tests.blog.photos import jpeg, png

pytestmark = pytest.mark.django_db


def add(slug: str, data: bytes) -> Picture:
    picture = Picture(slug=slug)
    gallery.add(picture, make(data))
    return picture


@pytest.fixture
def files() -> dict[str, PictureFile]:
    return {file.format: file for file in add("queue", jpeg(480, 300)).files.all()}


@pytest.mark.parametrize("format", ["avif", "webp"])
def test_anybody_may_keep_it_for_ever(
    client: Client,
    files: dict[str, PictureFile],
    format: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    file = files[format]
    with django_assert_num_queries(1):
        response = client.get(f"/media/{file.digest}.{format}")
    assert (response.status_code, response.content) == (200, bytes(file.content))
    told = {
        "Content-Type": f"image/{format}",
        "Content-Length": str(len(file.content)),
        "Cache-Control": "public, max-age=31536000, immutable",
        "ETag": f'"{file.digest}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    assert {name: response[name] for name in told} == told
    assert not response.cookies
    assert "Vary" not in response
    again = client.get(response.wsgi_request.path, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", response["ETag"])
    head = client.head(response.wsgi_request.path)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == told["Content-Length"]


def test_nothing_else_is_there(client: Client, files: dict[str, PictureFile]) -> None:
    digest = files["avif"].digest
    for path in [
        f"/media/{digest}.webp",
        f"/media/{digest}.png",
        f"/media/{digest.upper()}.avif",
        f"/media/{digest}",
        f"/media/{digest}.avif/",
        f"/media/../{digest}.avif",
        f"/media/{'0' * 32}.avif",
        "/media/",
        "/media/%F0%9F%A6%80.avif",
    ]:
        response = client.get(path, follow=True, headers={"If-None-Match": "*"})
        assert response.status_code == 404, path
    assert client.post(f"/media/{digest}.avif").status_code == 405


def test_one_query_finds_all_that_a_text_places(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    add("queue", jpeg(900, 600))
    add("small", png(64, 40))
    add("other", png(64, 40))
    with django_assert_num_queries(1):
        found = gallery.shown(["queue", "small", "small", "nothing"])

    def sources(slug: str) -> Any:
        return {
            format: tuple(
                (file.width, f"/media/{file.digest}.{format}")
                for file in PictureFile.objects.filter(picture__slug=slug, format=format)
            )
            for format in ("avif", "webp")
        }

    assert found == {
        "queue": Shown(900, 600, sources("queue")),
        "small": Shown(64, 40, sources("small")),
    }
    # Browsers take the first that they know.
    assert [*found["queue"].sources] == ["avif", "webp"]
    assert [width for width, _ in found["queue"].sources["avif"]] == [480, 768, 900]


def test_a_page_names_every_width_and_leaves_the_choice_to_the_browser() -> None:
    sources = {
        "avif": ((480, "/media/a.avif"), (768, "/media/b.avif"), (900, "/media/c.avif")),
        "webp": ((480, "/media/a.webp"), (768, "/media/b.webp"), (900, "/media/c.webp")),
    }
    view = PictureView("A queue", "12rem", Shown(900, 600, sources))
    assert view.avif == "/media/a.avif 480w, /media/b.avif 768w, /media/c.avif 900w"
    assert view.webp == "/media/a.webp 480w, /media/b.webp 768w, /media/c.webp 900w"
    assert view.src == "/media/b.webp"
    only = {format: source[:1] for format, source in sources.items()}
    assert PictureView("", "12rem", Shown(480, 320, only)).src == "/media/a.webp"
