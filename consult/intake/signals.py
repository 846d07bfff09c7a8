"""Sent inside the transaction of the cause: whoever listens writes rows, and nothing else."""

from django.dispatch import Signal

# intake: Intake, contact: consult.intake.contact.Contact, suspicions: list[str], a sentence each
intake_submitted = Signal()

# intake: Intake (a draft, locked), email: str, now: datetime
resume_requested = Signal()
