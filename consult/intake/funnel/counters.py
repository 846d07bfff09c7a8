"""How far visitors come, counted by the day on which they began. No row says who they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date
from typing import Any

from django.db import connection

from consult.intake.models import Intake

# The slug of the article that this one names, also by an earlier address; nobody's is empty.
ARTICLE = """COALESCE(
    (SELECT slug FROM blog_article WHERE slug = {0} AND published_at IS NOT NULL),
    (SELECT article.slug FROM blog_redirect AS redirect
     JOIN blog_article AS article ON article.id = redirect.article_id
     WHERE redirect.slug = {0} AND article.published_at IS NOT NULL),
    ''
)"""
# Of many at once none is lost, and all in one order, so that two who count several steps wait for
# each other and never both. What is filled in says when; it may name what else a statement reads.
COUNT = f"""
    INSERT INTO intake_funnelcount AS funnel (day, matrix, article, step, reached)
    SELECT %(day)s::date, %(matrix)s, {ARTICLE.format("%(article)s")}, step, 1
    FROM unnest(%(steps)s::text[]) AS step WHERE {{0}} ORDER BY step
    ON CONFLICT (day, matrix, article, step) DO UPDATE SET reached = funnel.reached + 1
"""


def reached(steps: Sequence[str], *, intake: Intake) -> None:
    """Count the visitor of *intake* at each of these *steps*, where he was not counted yet.

    Call it near the end of the transaction: those who count the same step wait for each other.
    """
    if steps:
        with connection.cursor() as cursor:
            cursor.execute(COUNT.format("TRUE"), counting(steps, intake))


def counting(steps: Sequence[str], intake: Intake) -> dict[str, Any]:
    """The values that `COUNT` takes, to count the visitor of *intake* at *steps*."""
    return {
        "day": day_of(intake),
        "matrix": intake.matrix_slug,
        "article": intake.source.get("article", ""),
        "steps": list(steps),
    }


def day_of(intake: Intake) -> date:
    """The day (UTC) under which its visitor is counted, to the end: that of the beginning.

    Otherwise some of a day would have submitted without ever having begun.
    """
    return intake.counted_on or intake.started_at.astimezone(UTC).date()
