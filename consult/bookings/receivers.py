from __future__ import annotations

from datetime import datetime

from django.dispatch import receiver

from consult.bookings.services import cancel
from consult.leads.models import Case
from consult.leads.signals import case_reviewed


@receiver(case_reviewed)
def give_time_back(sender: object, case: Case, now: datetime, **kwargs: object) -> None:
    """A call that spam has booked is a time that somebody else can have."""
    if case.review == Case.Review.SPAM:
        for booking in case.bookings.taking_time().filter(starts_at__gt=now):
            cancel(booking=booking, now=now)
