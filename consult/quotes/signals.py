"""Sent inside the transaction of the change: whoever listens writes rows, and nothing else."""

from django.dispatch import Signal

# version: QuoteVersion
quote_sent = Signal()
quote_accepted = Signal()
quote_declined = Signal()
