"""Pictures as pages and their editors need them: added, found by name, and looked for in texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from consult.blog.markdown import Shown
from consult.blog.models import Article, Picture, PictureFile, Revision
from consult.blog.pictures.making import Made


@dataclass(frozen=True)
class PictureView:
    """A picture as an element of a page. `sizes` says how wide it is laid out, as in HTML."""

    alt: str
    sizes: str
    shown: Shown

    @property
    def avif(self) -> str:
        return self.shown.srcset("avif")

    @property
    def webp(self) -> str:
        return self.shown.srcset("webp")

    @property
    def src(self) -> str:
        """For browsers that know no srcset: neither the smallest nor more than they need."""
        addresses = [address for _, address in self.shown.sources["webp"]]
        return addresses[min(1, len(addresses) - 1)]


@transaction.atomic
def add(picture: Picture, made: Made) -> None:
    """Save a new picture, and with it the files that were made of it."""
    picture.width, picture.height = made.width, made.height
    picture.save(force_insert=True)
    PictureFile.objects.bulk_create(
        PictureFile(
            picture=picture,
            format=file.format,
            width=file.width,
            height=file.height,
            digest=file.digest,
            content=file.content,
        )
        for file in made.files
    )


def shown(slugs: Iterable[str]) -> dict[str, Shown]:
    """What there is of these pictures, by name, in one query. Unknown names are left out.

    AVIF stands before WebP, which every browser knows.
    """
    found: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    sizes: dict[str, tuple[int, int]] = {}
    files = PictureFile.objects.filter(picture__slug__in=set(slugs)).order_by("format", "width")
    rows = files.values_list(
        "picture__slug", "picture__width", "picture__height", "format", "width", "digest"
    )
    for slug, width, height, format, across, digest in rows:
        sizes[slug] = width, height
        found[slug].append((format, across, digest))
    return {slug: Shown(*sizes[slug], sources(files)) for slug, files in found.items()}


def sources(files: Iterable[tuple[str, int, str]]) -> dict[str, tuple[tuple[int, str], ...]]:
    """By format, each file's width and address. *files* are formats, widths, and digests."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for format, width, digest in files:
        found[format].append((width, reverse("blog:media", args=[digest, format])))
    return {format: tuple(sizes) for format, sizes in found.items()}


def view(picture: Picture, *, alt: str, sizes: str) -> PictureView:
    """A picture for `blog/_picture.html`. *sizes* says how wide it is laid out, as in HTML."""
    return PictureView(alt, sizes, shown([picture.slug])[picture.slug])


def naming(picture: Picture) -> list[Article]:
    """The articles that place the picture, in what readers see or in any revision."""
    revisions = Revision.objects.filter(_placing(picture, "body"))
    return list(Article.objects.filter(pk__in=revisions.values("article")))


def holding(picture: Picture) -> list[Article]:
    """The articles that show the picture to readers, or are scheduled to."""
    places = _placing(picture, "live__body") | _placing(picture, "scheduled__body")
    return list(Article.objects.filter(places))


def _placing(picture: Picture, field: str) -> Q:
    return Q(**{f"{field}__regex": rf"picture:{picture.slug}(?![A-Za-z0-9_-])"})
