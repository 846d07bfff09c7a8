"""A text rendered with the pictures that the site has of those it names."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.urls import reverse

from consult.blog.markdown import Rendered, Shown, picture_names, render
from consult.blog.models import PictureFile


def rendered(body: str) -> Rendered:
    """One query, where *body* names a picture at all."""
    names = picture_names(body)
    return render(body, dict(_shown(names)) if names else {})


def _shown(names: Iterable[str]) -> Iterable[tuple[str, Shown]]:
    files = (
        PictureFile.objects.filter(picture__slug__in=names)
        .select_related("picture")
        .defer("content")
        .order_by("picture", "format", "width")
    )
    for picture, of_it in groupby(files, key=lambda file: file.picture):
        sources = {
            format: tuple((file.width, _address(file)) for file in of_one)
            for format, of_one in groupby(of_it, key=lambda file: file.format)
        }
        yield picture.slug, Shown(picture.width, picture.height, sources)


def _address(file: PictureFile) -> str:
    return reverse("blog:media", args=[file.digest, file.format])
