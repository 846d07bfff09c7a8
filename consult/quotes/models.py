from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult import links
from consult.leads.models import Case
from consult.quotes.content import Offer
from consult.quotes.pricing import Line


class Quote(models.Model):
    """An offer on one case. Its link always shows the newest version that was sent."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="quotes")
    link_generation = models.PositiveIntegerField(default=1, editable=False)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)

    versions: models.Manager[QuoteVersion]

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering: ClassVar = ["-opened_at"]

    def __str__(self) -> str:
        return f"Q-{self.case.reference}-{self.pk}"

    def get_absolute_url(self) -> str:
        """The client's private page."""
        return reverse("quotes:quote", args=[links.token("quote", self)])

    def shown(self) -> QuoteVersion | None:
        """What its link shows: the newest version that was sent, None while all are drafts."""
        return self.versions.exclude(status=QuoteVersion.Status.DRAFT).order_by("-number").first()


class QuoteVersion(models.Model):
    """What was offered. Frozen by sending: a trigger refuses to change its terms afterwards."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Sent")
        VIEWED = "viewed", _("Viewed")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("Expired")
        SUPERSEDED = "superseded", _("Superseded")

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"), default=1)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.DRAFT
    )
    title = models.CharField(_("title"), max_length=150)
    introduction = models.TextField(_("introduction"), max_length=5000, blank=True)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="EUR",
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as EUR."))],
    )
    valid_until = models.DateField(_("valid until"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    viewed_at = models.DateTimeField(_("viewed"), null=True, blank=True, editable=False)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True, editable=False)
    decline_reason = models.TextField(
        _("reason for declining"), max_length=2000, blank=True, editable=False
    )

    lines: models.Manager[LineItem]

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering: ClassVar = ["-quote", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["quote", "number"], name="quote_version_number"),
            models.UniqueConstraint(
                fields=["quote"],
                condition=Q(status__in=["sent", "viewed", "accepted", "declined", "expired"]),
                name="one_open_version_per_quote",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(sent_at__isnull=False),
                name="sent_version_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quote} v{self.number}"

    def offer(self) -> Offer:
        """The terms as a value, for arithmetic and for the hash of an acceptance."""
        return Offer(
            reference=str(self.quote),
            version=self.number,
            title=self.title,
            introduction=self.introduction,
            currency=self.currency,
            valid_until=self.valid_until,
            lines=tuple(line.priced() for line in self.lines.all()),
        )


class LineItem(models.Model):
    version = models.ForeignKey(QuoteVersion, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    description = models.CharField(_("description"), max_length=300)
    quantity = models.DecimalField(
        _("quantity"),
        max_digits=8,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0)],
    )
    unit_price = models.DecimalField(
        _("unit price"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    tax_percent = models.DecimalField(
        _("tax, per cent"),
        max_digits=4,
        decimal_places=2,
        default=19,
        validators=[MinValueValidator(0), MaxValueValidator(50)],
    )

    class Meta:
        verbose_name = _("line item")
        verbose_name_plural = _("line items")
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.description

    def priced(self) -> Line:
        return Line(
            description=self.description,
            quantity=self.quantity,
            unit_price=self.unit_price,
            tax_percent=self.tax_percent,
        )


class Acceptance(models.Model):
    """Who accepted what, and when."""

    version = models.OneToOneField(QuoteVersion, models.PROTECT, related_name="acceptance")
    name = models.CharField(_("name"), max_length=100)
    address = models.GenericIPAddressField(_("address"), null=True)
    accepted_at = models.DateTimeField(_("accepted"), default=timezone.now)
    content_hash = models.CharField(_("SHA-256 of what was accepted"), max_length=64)

    class Meta:
        verbose_name = _("acceptance")
        verbose_name_plural = _("acceptances")

    def __str__(self) -> str:
        return f"{self.version}: {self.name}"
