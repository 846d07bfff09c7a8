"""How far visitors come, counted by day. No row says anything of a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from advisor.models import published
from consult.intake.models import Intake

# Beside the keys of the pages; none of them is named like these.
STARTED, SUBMITTED = "started", "submitted"

# One statement, so that of many at once none is lost. What a link says of an article that there
# is none of, is nobody's row.
_COUNT = """
    INSERT INTO intake_funnelday AS day (day, matrix, article, step, reached)
    SELECT %(day)s, %(matrix)s, COALESCE(
        (SELECT slug FROM blog_article WHERE slug = %(article)s AND published_at IS NOT NULL), ''
    ), step, 1
    FROM unnest(%(steps)s::text[]) AS step
    ON CONFLICT (day, matrix, article, step) DO UPDATE SET reached = day.reached + 1
"""


def reached(steps: Sequence[str], *, intake: Intake, now: datetime) -> None:
    """Count one more visitor at each of these *steps*, none of them twice.

    Call it near the end of the transaction: those who count the same step wait for each other.
    """
    values: dict[str, Any] = {
        "day": now.astimezone(UTC).date(),
        "matrix": published(intake.matrix_version_id).matrix.slug,
        "article": intake.source.get("article", ""),
        "steps": list(steps),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
