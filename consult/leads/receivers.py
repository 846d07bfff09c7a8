from __future__ import annotations

from django.dispatch import receiver
from django.utils import timezone

from consult.intake.contact import Contact
from consult.intake.models import Intake
from consult.intake.signals import intake_submitted
from consult.leads.services import open_case


@receiver(intake_submitted)
def open_case_for_intake(
    sender: object, intake: Intake, contact: Contact, suspicions: list[str], **kwargs: object
) -> None:
    now = intake.submitted_at or timezone.now()
    open_case(contact=contact, source=intake.source, intake=intake, now=now, suspicions=suspicions)
