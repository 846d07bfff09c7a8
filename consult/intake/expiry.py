"""When a draft is forgotten, and the writes that forget it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from consult.intake.models import HalfWritten, Intake, Step
from consult.intake.run import Run
from consult.intake.steps import CONTACT

WITHOUT_CONTACT = timedelta(days=30)
# Whoever said where we can answer means it more seriously.
WITH_CONTACT = timedelta(days=90)
# As long as the visitor's browser keeps its session, an old page of it may still be sent.
AFTER_SUBMISSION = timedelta(days=30)
BATCH = 200

# Of a submitted intake: whatever a later save of the same page has replaced.
_FORGET_EARLIER = """
    DELETE FROM intake_step AS step USING intake_intake AS intake
    WHERE intake.id = step.intake_id AND intake.submitted_at <= %(until)s AND EXISTS (
        SELECT FROM intake_step AS later
        WHERE later.intake_id = step.intake_id AND later.key = step.key
          AND later.revision > step.revision
    )
"""


def expires_at(saved_at: datetime, *, has_contact: bool) -> datetime:
    """When a draft that was last saved at *saved_at* is forgotten."""
    return saved_at + (WITH_CONTACT if has_contact else WITHOUT_CONTACT)


def expiry_of(intake: Intake, run: Run) -> datetime:
    return expires_at(intake.saved_at, has_contact=CONTACT in run.saved)


def expire_drafts(now: datetime) -> int:
    """Delete the drafts that have expired, with all that hangs on them. How many."""
    count = 0
    while batch := _expire_batch(now):
        count += batch
    return count


@transaction.atomic
def _expire_batch(now: datetime) -> int:
    """One that is being saved, submitted, or opened at this moment is not taken."""
    contact = Step.objects.filter(intake=OuterRef("pk"), key=CONTACT)
    expired = Q(saved_at__lte=now - WITH_CONTACT) | (
        Q(saved_at__lte=now - WITHOUT_CONTACT) & ~Exists(contact)
    )
    rows = Intake.objects.filter(expired, submitted_at=None)
    ids = [row.pk for row in rows.select_for_update(skip_locked=True).only("pk")[:BATCH]]
    Intake.objects.filter(pk__in=ids).delete()
    return len(ids)


def tidy_submitted(now: datetime) -> None:
    """Of what was submitted long ago, keep what was submitted, and nothing from before."""
    until = now - AFTER_SUBMISSION
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_EARLIER, {"until": until})
    HalfWritten.objects.filter(intake__submitted_at__lte=until).delete()
