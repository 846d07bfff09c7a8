from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.bookings.models import Booking
from consult.intake.models import Intake
from consult.leads.models import Advice, Case
from consult.quotes.models import QuoteVersion


class Message(models.Model):
    """One mail to one recipient, written in the transaction of its cause and sent after it.

    Its content is frozen when it is queued. `lease_until` says how long the worker that claimed
    it may take; `lease` is that claim's own number, so that a worker whose lease was taken away
    can change nothing.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        SUPPRESSED = "suppressed", _("Suppressed")
        FAILED = "failed", _("Failed")
        UNKNOWN = "unknown", _("Unknown")

    class Kind(models.TextChoices):
        CASE_CONFIRMATION = "case-confirmation", _("Confirmation of a case")
        STAFF_NOTICE = "staff-notice", _("Notice to staff")
        BOOKING_CONFIRMATION = "booking-confirmation", _("Confirmation of a call")
        BOOKING_CANCELLATION = "booking-cancellation", _("Cancellation of a call")
        BOOKING_REMINDER = "booking-reminder", _("Reminder of a call")
        QUOTE = "quote", _("Quote")
        QUOTE_FOLLOW_UP = "quote-follow-up", _("Follow-up on a quote")
        QUOTE_ACCEPTANCE = "quote-acceptance", _("Confirmation of an accepted quote")
        ADVICE = "advice", _("Advice by a revised matrix")
        RESUME_LINK = "resume-link", _("Link to go on with an intake")
        CASE_LINK = "case-link", _("New link to a case")
        DATA_LINK = "data-link", _("Link to everything kept about a person")
        ERASURE = "erasure", _("Confirmation of a deletion")

    idempotency_key = models.CharField(_("idempotency key"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind.choices)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="messages")
    booking = models.ForeignKey(
        Booking, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    quote_version = models.ForeignKey(
        QuoteVersion, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    advice = models.ForeignKey(
        Advice, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    # Of a draft: what was not submitted takes its mails with it when it expires.
    intake = models.ForeignKey(
        Intake, models.CASCADE, null=True, blank=True, related_name="messages"
    )
    recipient = models.EmailField(_("recipient"))
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("plain text"))
    html = models.TextField(_("HTML"))
    calendar = models.TextField(_("calendar file"), blank=True)
    calendar_method = models.CharField(_("calendar method"), max_length=10, blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=120, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    lease = models.PositiveIntegerField(default=0, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    queued_at = models.DateTimeField(_("queued"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering: ClassVar = ["-queued_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False) | ~Q(state="sent"),
                name="sent_message_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(lease_until__isnull=False) | ~Q(state="sending"),
                name="sending_message_has_a_lease",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["queued", "sending", "unknown"]),
                name="message_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.idempotency_key
