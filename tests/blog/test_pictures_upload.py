"""Sam uploads a picture in the admin."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from consult.blog.models import Picture, PictureFile
from consult.blog.pictures.making import make
from tests.blog.photos import claiming, jpeg, png
from tests.locks import wait_until_blocked
from tests.people import sam
from tests.staff.admin_form import words

ADD = "/admin/blog/picture/add/"
LIST = "/admin/blog/picture/"


def upload(
    client: Client,
    data: bytes,
    name: str = "photo.jpg",
    content_type: str = "image/jpeg",
    slug: str = "queue",
    credit: str = "Photo: Lin",
) -> Any:
    file = SimpleUploadedFile(name, data, content_type)
    return client.post(ADD, {"slug": slug, "credit": credit, "upload": file}, follow=True)


def test_it_is_kept_with_the_files_that_are_made_of_it(desk: Client) -> None:
    data = jpeg(900, 600)
    response = upload(desk, data)
    assert response.redirect_chain == [(LIST, 302)]
    picture = Picture.objects.get()
    assert (picture.slug, picture.credit) == ("queue", "Photo: Lin")
    assert (picture.width, picture.height) == (900, 600)
    kept = {
        (file.format, file.width, file.height, file.digest, bytes(file.content))
        for file in picture.files.all()
    }
    made = make(data)
    assert kept == {(f.format, f.width, f.height, f.digest, f.content) for f in made.files}


def test_its_page_shows_it_and_how_it_is_placed(desk: Client) -> None:
    upload(desk, jpeg(900, 600))
    picture = Picture.objects.get()
    response = desk.get(f"{LIST}{picture.pk}/change/")
    said = words(response)
    assert '![What the picture shows](picture:queue "Caption. Photo: Lin")' in said
    assert "900 × 600 pixels at most" in said
    assert "To show another picture, upload that one and place it." in said
    smallest = PictureFile.objects.get(format="webp", width=480)
    assert f'src="/media/{smallest.digest}.webp" width="900" height="600"' in response.text
    assert f'src="/media/{smallest.digest}.webp"' in desk.get(LIST).text


def test_its_name_and_its_file_stay_and_its_credit_may_change(desk: Client) -> None:
    upload(desk, jpeg())
    picture = Picture.objects.get()
    page = f"{LIST}{picture.pk}/change/"
    file = SimpleUploadedFile("other.png", png(), "image/png")
    desk.post(page, {"slug": "other", "credit": "Photo: Ben", "upload": file})
    picture.refresh_from_db()
    assert (picture.slug, picture.credit) == ("queue", "Photo: Ben")
    assert (picture.width, picture.files.count()) == (640, 4)


@pytest.mark.parametrize(
    ("data", "name", "content_type", "sentence"),
    [
        (jpeg(), "a.png", "image/png", "The file is called “.png” but is a JPEG."),
        (jpeg(), "a.jpg", "image/png", "The file was sent as “image/png” but is a JPEG."),
        (b"<script>alert(1)</script>", "a.jpg", "image/jpeg", "This is no picture"),
        (b"<svg onload=alert(1)>", "a.svg", "image/svg+xml", "An SVG can carry scripts"),
        (claiming(50_000, 50_000), "a.png", "image/png", "more than 40 million pixels"),
        (jpeg()[:2000], "a.jpg", "image/jpeg", "This picture is damaged or not complete."),
        (b"", "a.jpg", "image/jpeg", "The submitted file is empty."),
        (png() + b"\0" * 15_000_000, "a.png", "image/png", "This file is larger than 15 MB."),
        (jpeg(), "a" * 240 + ".jpg", "image/jpeg", "has at most 200 characters"),
    ],
    ids=["name", "type", "html", "svg", "bomb", "cut off", "empty", "large", "long name"],
)
def test_a_bad_one_is_refused_on_the_form_and_nothing_is_kept(
    desk: Client, data: bytes, name: str, content_type: str, sentence: str
) -> None:
    response = upload(desk, data, name, content_type)
    assert (response.status_code, response.redirect_chain) == (200, [])
    assert sentence in words(response)
    # What else was typed is still there.
    assert 'value="Photo: Lin"' in response.text
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("", "This field is required."),
        ("two words", "Enter a valid “slug”"),
        ("a\0b", "Null characters are not allowed."),
        ("../etc", "Enter a valid “slug”"),
        ("🦀", "Enter a valid “slug”"),
        ("a" * 81, "at most 80 characters"),
    ],
)
def test_a_bad_name_is_refused_on_the_form(desk: Client, slug: str, sentence: str) -> None:
    assert sentence in words(upload(desk, jpeg(), slug=slug))
    assert not Picture.objects.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd.jpg", "🦀.jpg", "a\0b.jpg", "C:\\evil.jpg"])
def test_a_strange_name_of_the_file_changes_nothing(desk: Client, name: str) -> None:
    # A browser sends what the disk says; only what the name ends with is ever read.
    body = (
        b'--x\r\nContent-Disposition: form-data; name="slug"\r\n\r\nqueue\r\n'
        b'--x\r\nContent-Disposition: form-data; name="upload"; filename="'
        + name.encode()
        + b'"\r\nContent-Type: image/jpeg\r\n\r\n'
        + jpeg()
        + b"\r\n--x--\r\n"
    )
    response = desk.post(ADD, body, content_type="multipart/form-data; boundary=x")
    assert response.status_code == 302
    assert Picture.objects.get().files.count() == 4


def test_without_a_file_the_form_says_so(desk: Client) -> None:
    response = desk.post(ADD, {"slug": "queue"})
    assert "This field is required." in words(response)
    assert "multipart/form-data" in response.text


def test_a_name_that_is_taken_is_refused_on_the_form(desk: Client) -> None:
    upload(desk, jpeg())
    assert "Picture with this Name already exists." in words(
        upload(desk, png(), "b.png", "image/png")
    )
    assert Picture.objects.get().width == 640


@pytest.mark.django_db(transaction=True)
def test_a_second_click_while_the_first_is_at_work_is_no_error() -> None:
    user = sam()

    def click(_: int) -> str:
        browser = Client()
        browser.force_login(user)
        try:
            return words(upload(browser, jpeg()))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        with transaction.atomic():
            # Both find the name free, and neither can take it yet.
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE blog_picture IN SHARE ROW EXCLUSIVE MODE")
            clicks = [threads.submit(click, number) for number in range(2)]
            wait_until_blocked(2)
        pages = [click.result() for click in clicks]
    assert sorted("was added successfully" in page for page in pages) == [False, True]
    assert sum("There is a picture of that name now. Look at it." in page for page in pages) == 1
    assert PictureFile.objects.count() == 4


class Unread:
    """A body that nobody may begin to read."""

    def read(self, *_: int) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def send(client: Client, path: str, length: int) -> Any:
    environ: dict[str, Any] = {"CONTENT_LENGTH": str(length), "wsgi.input": Unread()}
    return client.generic("POST", path, b"", "multipart/form-data; boundary=x", **environ)


@pytest.mark.parametrize("path", [ADD, f"{LIST}1/change/", LIST])
def test_who_is_not_signed_in_may_send_no_more_there_than_elsewhere(
    db: None, client: Client, path: str
) -> None:
    response = send(client, path, 1_000_001)
    assert response.status_code == 413
    assert "That is too much at once. Nothing was saved or sent." in words(response)


def test_who_is_not_of_the_staff_may_not_either(db: None, client: Client) -> None:
    user = sam()
    user.is_staff = False
    user.save()
    client.force_login(user)
    assert send(client, ADD, 1_000_001).status_code == 413


@pytest.mark.parametrize(
    "path",
    ["/admin/blog/article/add/", "/admin/blog/pictures/", "/book/", "/admin/login/", "/x" + ADD],
)
def test_staff_may_send_no_more_elsewhere(desk: Client, path: str) -> None:
    assert send(desk, path, 1_000_001).status_code == 413


def test_nor_more_than_a_picture_can_have(desk: Client) -> None:
    assert send(desk, ADD, 16_000_001).status_code == 413
