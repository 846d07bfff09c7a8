"""Sent inside the transaction that submits: whoever listens writes rows, and nothing else."""

from django.dispatch import Signal

# intake: Intake, contact: consult.intake.contact.Contact, suspicions: list[str], a sentence each
intake_submitted = Signal()
