"""What an article leads to, counted by day. No row says anything of a person."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from django.db import connection

Counted = Literal["views", "tried", "started", "submitted", "booked", "won"]

# One statement, so that of many at once none is lost. An article keeps what its earlier addresses
# led to, and one that was never published has no reader to count.
_COUNT = """
    INSERT INTO blog_articleday AS day
        (article_id, day, views, tried, started, submitted, booked, won)
    SELECT id, %(day)s, %(views)s, %(tried)s, %(started)s, %(submitted)s, %(booked)s, %(won)s
    FROM blog_article
    WHERE published_at IS NOT NULL AND id = COALESCE(
        (SELECT id FROM blog_article WHERE slug = %(slug)s),
        (SELECT article_id FROM blog_redirect WHERE slug = %(slug)s)
    )
    ON CONFLICT (article_id, day) DO UPDATE SET
        views = day.views + EXCLUDED.views,
        tried = day.tried + EXCLUDED.tried,
        started = day.started + EXCLUDED.started,
        submitted = day.submitted + EXCLUDED.submitted,
        booked = day.booked + EXCLUDED.booked,
        won = day.won + EXCLUDED.won
"""
# From the first to the last that happens.
COUNTED: tuple[Counted, ...] = ("views", "tried", "started", "submitted", "booked", "won")


def count(what: Counted, *, article: str, now: datetime) -> None:
    """Count one more of *what* for the article with this slug, if there is one.

    Call it in the transaction of what is counted, near its end: those who count the same article
    wait for each other.
    """
    if not article:
        return
    day = now.astimezone(UTC).date()
    with connection.cursor() as cursor:
        ones: dict[str, int] = {name: int(name == what) for name in COUNTED}
        cursor.execute(_COUNT, {**ones, "slug": article, "day": day})
