"""What staff decide on a case that was flagged. Nothing is ever dropped: spam stays as a case."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from consult.leads.models import Activity, Case, Lead
from consult.leads.services import lock_lead, move_stage, note, take_up
from consult.leads.signals import case_reviewed

Review = Case.Review


class AlreadyReviewed(Exception):
    """The case does not stand any more as it was seen: somebody else has decided."""


@transaction.atomic
def clear(*, case: Case, seen: str, by: User, now: datetime) -> Case:
    """It is no spam: go on with it as if it had come in now, mails included.

    *seen* is how it stood on the page of whoever decides. Raises AlreadyReviewed,
    and Http404 where its person was deleted meanwhile.
    """
    lead, case = _decide(case, seen, Review.CLEARED, by, now)
    take_up(lead=lead, case=case, now=now)
    return case


@transaction.atomic
def mark_spam(*, case: Case, seen: str, by: User, now: datetime) -> Case:
    """It is spam: nothing goes out to its address, and a lead that is nothing else is lost.

    *seen* is how it stood on the page of whoever decides. Raises AlreadyReviewed,
    and Http404 where its person was deleted meanwhile.
    """
    lead, case = _decide(case, seen, Review.SPAM, by, now)
    if not lead.cases.exclude(review=Review.SPAM).exists():
        move_stage(lead=lead, stage=Lead.Stage.LOST, by=by, now=now)
    return case


def _decide(
    case: Case, seen: str, review: Case.Review, by: User, now: datetime
) -> tuple[Lead, Case]:
    lead = lock_lead(pk=case.lead_id)
    rows = Case.objects.select_related("intake", "lead").select_for_update(of=("self",))
    case = rows.get(pk=case.pk)
    if seen not in Case.HELD_BACK or case.review != seen or case.review == review:
        raise AlreadyReviewed
    case.review = review
    case.save(update_fields=["review"])
    text = {
        Review.CLEARED: _("Case %(reference)s is no spam"),
        Review.SPAM: _("Case %(reference)s is spam"),
    }[review] % {"reference": case.reference}
    note(lead=lead, case=case, kind=Activity.Kind.NOTE, text=text, by=by, now=now)
    case_reviewed.send(sender=Case, case=case, now=now)
    return lead, case
