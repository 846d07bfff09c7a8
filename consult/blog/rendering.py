"""A text rendered with the pictures that the site has of those it names."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language

from consult.blog.markdown import Rendered, picture_names, render
from consult.blog.pictures.gallery import shown


def rendered(body: str) -> Rendered:
    """One query, where *body* names a picture at all."""
    names = picture_names(body)
    return render(body, shown(names)) if names else _without_pictures(body, get_language())


# A text is rendered when it is saved, when it is checked, and when it is published.
@lru_cache(maxsize=8)
def _without_pictures(body: str, language: str | None) -> Rendered:
    """*language* is that of the words which are not the author's."""
    return render(body)
