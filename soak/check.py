"""Hold the database to what was promised. Says what is missing; an empty list is a good end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import psycopg

from soak.ledger import ACKNOWLEDGED, UNKNOWN, Ledger, Save

# A row that only takes out what no longer applies, beside the page that made it so, is no page's
# that a visitor has sent. Out of a page itself goes what an old tab had still asked.
_ROWS = """
    SELECT submission_id::text, holder.browser::text, step.key, step.revision, step.data,
           step.dropped <> '{}' AND EXISTS (
               SELECT FROM intake_step AS other WHERE other.intake_id = step.intake_id
               AND other.revision = step.revision AND other.key <> step.key
           )
    FROM intake_step AS step
    JOIN intake_intake AS intake ON intake.id = step.intake_id
    LEFT JOIN intake_holder AS holder ON holder.intake_id = intake.id
    ORDER BY step.revision, step.id
"""
# Of a case that looks like spam, as the work of a fast visitor does, only staff are told that some
# wait.
_SUBMITTED = """
    SELECT submission_id::text, submitted_at IS NOT NULL, count(DISTINCT own.id),
           min(lower(own.email)), min(lower(lead.email)), count(DISTINCT message.id)
    FROM intake_intake AS intake
    LEFT JOIN leads_case AS own ON own.intake_id = intake.id
    LEFT JOIN leads_lead AS lead ON lead.id = own.lead_id
    LEFT JOIN followups_message AS message ON CASE own.review WHEN 'none'
        THEN message.case_id = own.id
        ELSE message.case_id IS NULL AND message.kind = 'staff-notice' END
    GROUP BY intake.id
"""


class Row(NamedTuple):
    intake: str
    browser: str | None
    key: str
    revision: int
    data: dict[str, Any]
    only_drops: bool


class Submitted(NamedTuple):
    intake: str
    submitted: bool
    cases: int
    case_email: str | None
    lead_email: str | None
    messages: int


def check(ledger: Ledger, database: psycopg.Connection) -> list[str]:
    """Every fault: those that the visitors met, and those that the database shows."""
    rows = [Row(*row) for row in database.execute(_ROWS)]
    submitted = [Submitted(*row) for row in database.execute(_SUBMITTED)]
    return [
        *ledger.faults,
        *vanished(ledger, rows),
        *overruled(ledger, rows),
        *without_a_case(ledger, submitted),
    ]


def vanished(ledger: Ledger, rows: list[Row]) -> Iterator[str]:
    """What was acknowledged and is in no row of that visitor's enquiries."""
    owner = _owners(ledger, rows)
    kept: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row.revision > 1 and not row.only_drops and row.intake in owner:
            kept[owner[row.intake], row.key].append(row.data)
    for save in ledger.saves:
        if save.outcome != ACKNOWLEDGED:
            continue
        candidates = kept[save.visitor, save.key]
        found = next((data for data in candidates if holds(data, save)), None)
        if found is None:
            yield f"visitor {save.visitor}: {save.key} {save.data} was acknowledged and is gone"
        else:
            candidates.remove(found)


def overruled(ledger: Ledger, rows: list[Row]) -> Iterator[str]:
    """Pages that show something else than what was acknowledged last.

    What was sent without an answer may count as well: it may have come to be saved.
    """
    newest = {(row.intake, row.key): row.data for row in rows}
    last: dict[tuple[str, str], Save] = {}
    possible: dict[tuple[int, str], list[Save]] = defaultdict(list)
    for save in ledger.saves:
        if save.outcome == UNKNOWN or save.intake is None:
            possible[save.visitor, save.key].append(save)
        elif save.intake not in ledger.put_back:
            last[save.intake, save.key] = save
    for (intake, key), save in last.items():
        shown = newest.get((intake, key))
        if shown is None:
            yield f"visitor {save.visitor}: {key} of {intake} is gone"
        elif not any(holds(shown, one) for one in [save, *possible[save.visitor, key]]):
            yield f"visitor {save.visitor}: {key} of {intake} shows {shown}, not {save.data}"


def without_a_case(ledger: Ledger, submitted: list[Submitted]) -> Iterator[str]:
    """Receipts without their one lead and case, and submissions that have more or less of them."""
    known = {one.intake: one for one in submitted}
    for intake, typed in ledger.receipts.items():
        one = known.get(intake)
        if one is None or not one.submitted:
            yield f"{intake} has a receipt and was not submitted"
        elif not {one.case_email, one.lead_email} <= typed:
            yield f"{intake} has a receipt and the lead {one.lead_email}, not {typed}"
    for one in submitted:
        if one.cases != int(one.submitted):
            yield f"{one.intake} has {one.cases} cases, and was submitted: {one.submitted}"
        elif one.submitted and not one.messages:
            yield f"{one.intake} was submitted, and no message waits to confirm it"


def holds(data: dict[str, Any], save: Save) -> bool:
    return all(name in data and data[name] == value for name, value in save.data.items())


def _owners(ledger: Ledger, rows: list[Row]) -> dict[str, int]:
    """The visitor of each intake: one that a page has named, or one in the same browser."""
    named = {intake: who for who, intakes in ledger.intakes.items() for intake in intakes}
    browsers = {row.browser: named[row.intake] for row in rows if row.intake in named}
    return {row.intake: browsers[row.browser] for row in rows if row.browser in browsers}
