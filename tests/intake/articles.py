"""An article that visitors come from, made without its text."""

from __future__ import annotations

from consult.blog.models import Article, Author
from tests.people import NOW

ARTICLE = "fastapi-or-nodejs"


def article() -> Article:
    lin = Author.objects.create(name="Lin", slug="lin")
    return Article.objects.create(
        title="FastAPI, or Node.js?",
        slug=ARTICLE,
        summary="",
        body="",
        author=lin,
        html="",
        text="",
        published_at=NOW,
    )
