"""Sent inside the transaction that opens: whoever listens writes rows, and nothing else."""

from django.dispatch import Signal

# case: Case
case_opened = Signal()
