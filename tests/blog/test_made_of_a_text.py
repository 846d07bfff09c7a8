"""What is kept of a text when it is saved."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from advisor.core.model import Matrix
from advisor.services import publish
from consult.blog.markdown import LONGEST, Shown
from consult.blog.models import Author, Picture, PictureFile
from consult.blog.rendering import rendered
from consult.blog.services import Draft, save
from tests.leads.revisions import golden
from tests.people import NOW

pytestmark = pytest.mark.django_db


def uploaded(slug: str) -> Shown:
    """A picture of four files, and what an article shows of it."""
    picture = Picture.objects.create(slug=slug, width=800, height=600)
    addresses = {}
    for number, (format, width) in enumerate(
        [("webp", 800), ("avif", 800), ("webp", 400), ("avif", 400)]
    ):
        digest = f"{picture.pk * 10 + number:032x}"
        PictureFile.objects.create(
            picture=picture,
            format=format,
            width=width,
            height=width * 3 // 4,
            digest=digest,
            content=b"x" * 100_000,
        )
        addresses[format, width] = f"/media/{digest}.{format}"
    sources = {
        format: tuple((width, addresses[format, width]) for width in (400, 800))
        for format in ("avif", "webp")
    }
    return Shown(800, 600, sources)


def test_pictures_are_looked_up_at_once_and_their_files_are_not_read() -> None:
    shown = {"one": uploaded("one"), "two": uploaded("two")}
    with CaptureQueriesContext(
        connection,
    ) as queries:
        made = rendered("![a](picture:one)\n\n![b](picture:two)\n\n![c](picture:three)")
    assert len(queries) == 1
    assert '"content"' not in queries[0]["sql"]
    assert made.faults == ("There is no picture “three”.",)
    for picture in shown.values():
        srcsets = [
            ", ".join(f"{url} {width}w" for width, url in files)
            for files in picture.sources.values()
        ]
        assert [made.html.count(f'srcset="{srcset}"') for srcset in srcsets] == [1, 1]


def test_a_text_without_pictures_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        rendered("a")
    assert len(queries) == 0


def test_a_save_keeps_what_is_made_of_the_text() -> None:
    uploaded("one")
    version = publish(Matrix.from_document(golden(slug="queues")), NOW)
    body = "## Why\n\nFor *us*.\n\n![a b](picture:one)\n\n{{ matrix:queues }}\n\n### How\n"
    author = Author.objects.create(name="Jonas", slug="jonas")
    draft = Draft(title="T", slug="t", summary="S", body=body, author=author)
    revision = save(article=None, draft=draft, based_on=None, by=None, now=NOW)
    revision.refresh_from_db()
    assert {
        "html": revision.html,
        "headings": revision.headings,
        "text": revision.text,
        "words": revision.words,
        "matrix": revision.matrix,
    } == {
        "html": rendered(body).html,
        "headings": [[2, "section-why", "Why"], [3, "section-how", "How"]],
        "text": "Why\nFor us.\na b\nHow",
        "words": 6,
        "matrix": version.matrix,
    }
    assert "<figure>" in revision.html


# How large a form may be. Each of these characters is nine bytes of one.


def test_the_longest_text_of_the_widest_letters_fits_into_a_form() -> None:
    form = QueryDict(mutable=True)
    form.update({"title": "あ" * 150, "summary": "あ" * 300, "body": "あ" * LONGEST})
    request = RequestFactory().post(
        "/", form.urlencode(), content_type="application/x-www-form-urlencoded"
    )
    assert form == request.POST


def test_five_megabytes_of_text_are_refused_with_a_sentence(admin_client: Client) -> None:
    answer = admin_client.post("/admin/blog/article/add/", {"body": "a" * 5_000_000})
    assert answer.status_code == 413
    assert "That is too much at once. Nothing was saved or sent." in answer.text
