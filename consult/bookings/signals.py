"""Sent inside the transaction that books: whoever listens writes rows, and nothing else."""

from django.dispatch import Signal

# booking: Booking
booking_confirmed = Signal()
booking_cancelled = Signal()
