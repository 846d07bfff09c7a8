"""Sent inside the transaction of their cause: whoever listens writes rows, and nothing else."""

from django.dispatch import Signal

# case: Case
case_opened = Signal()
# advice: Advice
advice_issued = Signal()
