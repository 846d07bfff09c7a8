"""Sent inside the transaction of their cause: whoever listens writes rows, and nothing else."""

from django.dispatch import Signal

# case: Case, now: datetime. One that was flagged is announced once staff have cleared it.
case_opened = Signal()
# case: Case, now: datetime. It waits for staff to look at it.
case_flagged = Signal()
# case: Case, now: datetime. Staff have decided; `case.review` says what.
case_reviewed = Signal()
# advice: Advice
advice_issued = Signal()
