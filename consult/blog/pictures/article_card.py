"""The card of an article, drawn when it is published."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from advisor.grid import alternatives
from consult.blog.models import Article, Card
from consult.blog.pictures.card import card


def draw(article: Article) -> None:
    """Draw the card of what readers see now, and keep it where it differs from the one before.

    Call it in the transaction that publishes; it takes about 60 ms.
    """
    new = drawn(article)
    if not Card.objects.filter(article=article, digest=new.digest).exists():
        made = {"digest": new.digest, "content": new.content}
        Card.objects.update_or_create(article=article, defaults=made)


def drawn(article: Article) -> Card:
    """The card of what the article says, not kept yet."""
    version = article.matrix.current() if article.matrix else None
    content = _card(
        get_language(),
        title=article.title,
        author=article.author.name,
        topics=tuple(topic.name for topic in article.topics.all()),
        alternatives=tuple(alternatives(version.content)) if version else (),
        practice=settings.PRACTICE["name"],
    )
    digest = hashlib.sha256(content).hexdigest()[:32]
    return Card(article=article, digest=digest, content=content)


# What a preview has drawn is published a moment later.
@lru_cache(maxsize=8)
def _card(language: str | None, **said: Any) -> bytes:
    return card(**said)
