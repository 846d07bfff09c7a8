"""The icons that browsers and phones look for, of the sizes that they are said to have."""

from __future__ import annotations

import io

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image


@pytest.mark.parametrize(
    ("path", "size"), [("/favicon.ico", (32, 32)), ("/apple-touch-icon.png", (180, 180))]
)
def test_browsers_find_an_icon_where_they_look_by_themselves(
    client: Client, path: str, size: tuple[int, int]
) -> None:
    response = client.get(path)
    assert response.status_code == 200
    content = b"".join(response) if response.streaming else response.content
    assert Image.open(io.BytesIO(content)).size == size


def test_the_manifest_has_icons_that_a_phone_may_mask(client: Client) -> None:
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    icons = response.json()["icons"]
    assert [(icon["sizes"], icon["purpose"]) for icon in icons] == [
        ("192x192", "any"),
        ("192x192", "maskable"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    ]
    for icon in icons:
        file = finders.find(icon["src"].removeprefix("/static/"))
        assert file is not None
        assert "{}x{}".format(*Image.open(file).size) == icon["sizes"]


@pytest.mark.django_db
def test_every_page_names_them_and_its_colour_in_both_schemes(client: Client) -> None:
    page = client.get("/imprint/").text
    assert '<link rel="icon" href="/static/img/favicon.svg" type="image/svg+xml">' in page
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    for scheme in ("light", "dark"):
        assert f'media="(prefers-color-scheme: {scheme})"' in page
