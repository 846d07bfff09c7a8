"""How long visitors took from the start to the submission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consult.intake.funnel.counters import ARTICLE
from consult.intake.funnel.reach import SUBMITTED
from consult.intake.models import FunnelCount

# An intake belongs to the day, the matrix, and the article that its visitor is counted under. One
# that took the place of a submitted one is no second submission, and has nothing left to fill in.
_TIMES = f"""
    WITH chosen AS ({{chosen}}),
    submitted AS (
        SELECT COALESCE(counted_on, (started_at AT TIME ZONE 'UTC')::date) AS day,
               matrix.slug AS matrix,
               COALESCE(source ->> 'article', '') AS article,
               extract(epoch FROM submitted_at - started_at) AS seconds
        FROM intake_intake AS intake
        JOIN advisor_matrixversion AS version ON version.id = intake.matrix_version_id
        JOIN advisor_decisionmatrix AS matrix ON matrix.id = version.matrix_id
        WHERE submitted_at IS NOT NULL AND counted_to <> '{SUBMITTED}'
    ),
    named AS MATERIALIZED (
        SELECT said.article AS said, {ARTICLE.format("said.article")} AS article
        FROM (SELECT article FROM chosen UNION SELECT article FROM submitted) AS said
    ),
    cells AS (
        SELECT DISTINCT day, matrix, named.article
        FROM chosen JOIN named ON named.said = chosen.article
    )
    SELECT submitted.matrix, count(*),
           percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY seconds)
    FROM submitted
    JOIN named ON named.said = submitted.article
    JOIN cells ON cells.day = submitted.day AND cells.matrix = submitted.matrix
              AND cells.article = named.article
    GROUP BY submitted.matrix
"""


@dataclass(frozen=True)
class Times:
    """Which time a quarter, a half, and three quarters of all `submissions` needed at most."""

    submissions: int
    quarter: timedelta
    median: timedelta
    three_quarters: timedelta


def times(days: QuerySet[FunnelCount]) -> dict[str, Times]:
    """Those of all submissions of visitors who are counted in *days*, by the matrix's slug.

    Submissions that were deleted since then are not among them.
    """
    cells = days.order_by().values("day", "matrix", "article").distinct()
    chosen, values = cells.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_TIMES.format(chosen=chosen), values)
        return {
            matrix: Times(number, *(timedelta(seconds=round(one)) for one in quartiles))
            for matrix, number, quartiles in cursor.fetchall()
        }


def in_words(time: timedelta) -> str:
    """Its two largest units: nobody asks for the seconds of a day."""
    minutes, seconds = divmod(int(time.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = {"days": days, "hours": hours, "minutes": minutes, "seconds": seconds}
    if days:
        return _("%(days)s d %(hours)s h") % parts
    if hours:
        return _("%(hours)s h %(minutes)s min") % parts
    if minutes:
        return _("%(minutes)s min %(seconds)s s") % parts
    return _("%(seconds)s s") % parts
