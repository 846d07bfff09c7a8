"""A text rendered with the pictures that the site has of those it names."""

from __future__ import annotations

from consult.blog.markdown import Rendered, picture_names, render
from consult.blog.pictures.gallery import shown


def rendered(body: str) -> Rendered:
    """One query, where *body* names a picture at all."""
    names = picture_names(body)
    return render(body, shown(names) if names else {})
