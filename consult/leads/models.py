from __future__ import annotations

import secrets
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisor.models import DecisionMatrix, MatrixVersion
from consult import links
from consult.intake.models import Intake
from consult.leads.assignment import Line
from consult.phones import international

# No vowels (no words by accident) and nothing that is misread over the phone.
REFERENCE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"


def new_reference() -> str:
    """Eight characters that a visitor can read out, such as `K7DM-2XQ9`."""
    first, second = ("".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(4)) for _ in "12")
    return f"{first}-{second}"


class Lead(models.Model):
    """One person who might become a client, known by an e-mail address."""

    class Stage(models.TextChoices):
        NEW = "new", _("New")
        QUALIFIED = "qualified", _("Qualified")
        CALL_BOOKED = "call_booked", _("Call booked")
        QUOTED = "quoted", _("Quoted")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")

    CLOSED = (Stage.WON, Stage.LOST)

    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail"))
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.NEW)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name=_("owner"),
    )
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    link_generation = models.PositiveIntegerField(default=1, editable=False)
    # Everything that the person could be known by is gone; what the law makes us keep is not.
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True, editable=False)
    keep_until = models.DateField(_("kept until"), null=True, blank=True, editable=False)
    # The first time, which stays: what an article has won is counted once.
    won_at = models.DateTimeField(_("won"), null=True, blank=True, editable=False)

    cases: models.Manager[Case]
    activities: models.Manager[Activity]

    class Meta:
        verbose_name = _("lead")
        verbose_name_plural = _("leads")
        ordering: ClassVar = ["-opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="one_lead_per_address"),
            models.CheckConstraint(
                condition=Q(stage__in=["new", "qualified", "call_booked", "quoted", "won", "lost"]),
                name="lead_stage_is_known",
            ),
            models.CheckConstraint(
                condition=Q(keep_until__isnull=True) | Q(erased_at__isnull=False),
                name="only_what_is_erased_is_kept_until",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["stage", "-opened_at"], name="lead_by_stage")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        return self.stage in self.CLOSED


class CaseQuerySet(models.QuerySet["Case"]):
    def open_on(self, version: MatrixVersion) -> Self:
        """Cases of open leads that were submitted on an earlier version of the same matrix.

        Not those that wait for review or are spam: no mail may go out on them.
        """
        return self.filter(
            intake__matrix_version__matrix=version.matrix_id,
            intake__matrix_version__number__lt=version.number,
            intake__submitted_at__isnull=False,
        ).exclude(Q(lead__stage__in=Lead.CLOSED) | Q(review__in=Case.HELD_BACK))

    def not_advised_on(self, version: MatrixVersion) -> Self:
        """Those that have no advice by this version of the matrix or a later one."""
        advice = Advice.objects.filter(
            case=OuterRef("pk"), matrix_version__number__gte=version.number
        )
        return self.filter(~Exists(advice))


class Case(models.Model):
    """One enquiry of a lead: a submitted intake, or a call booked without one.

    It keeps what was typed that time, because anybody can type an address: its private page
    shows this case and nothing else that is known of the lead.
    """

    class Temperature(models.TextChoices):
        HOT = "hot", _("Hot")
        WARM = "warm", _("Warm")
        COLD = "cold", _("Cold")

    class Review(models.TextChoices):
        NONE = "none", _("Not needed")
        WAITING = "waiting", _("Waiting")
        CLEARED = "cleared", _("Cleared")
        SPAM = "spam", _("Spam")

    # What looked like spam, and was not found to be none.
    HELD_BACK = (Review.WAITING, Review.SPAM)

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="cases", verbose_name=_("lead"))
    intake = models.OneToOneField(
        Intake, models.PROTECT, null=True, blank=True, related_name="case", verbose_name=_("intake")
    )
    reference = models.CharField(
        _("reference"), max_length=9, unique=True, default=new_reference, editable=False
    )
    link_generation = models.PositiveIntegerField(
        default=1, editable=False, validators=[MinValueValidator(1)]
    )
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail"))
    company = models.CharField(_("company"), max_length=100, blank=True)
    phone = models.CharField(_("phone or WhatsApp"), max_length=32, blank=True)
    preferred_channel = models.CharField(_("preferred channel"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64)
    consent_wording = models.TextField(_("consent"))
    consent_version = models.CharField(_("consent version"), max_length=20)
    consented_at = models.DateTimeField(_("consented"))
    source = models.JSONField(_("source"), default=dict, blank=True)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    # How promising the business is, and a sentence on each reason. Empty without an intake.
    temperature = models.CharField(
        _("temperature"), max_length=4, choices=Temperature.choices, blank=True
    )
    temperature_reasons = models.JSONField(_("why"), default=list, blank=True)
    # What made it look like spam, a sentence each: until staff have looked, no mail goes out.
    suspicions = models.JSONField(_("suspicions"), default=list, blank=True)
    review = models.CharField(
        _("review"), max_length=7, choices=Review.choices, default=Review.NONE
    )
    # Kinds of mail that the visitor does not want about this case.
    mails_off = models.JSONField(_("mails not wanted"), default=list, blank=True)

    advice: models.Manager[Advice]
    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering: ClassVar = ["-opened_at"]
        indexes: ClassVar = [
            models.Index(
                fields=["opened_at"], condition=Q(review="waiting"), name="case_waiting_for_review"
            )
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The visitor's private page."""
        return reverse("case:case", args=[links.token("case", self)])

    @property
    def is_spam(self) -> bool:
        return self.review == self.Review.SPAM

    @property
    def international_phone(self) -> str:
        """`phone` as people read it."""
        return international(self.phone)


class AssignmentRuleQuerySet(models.QuerySet["AssignmentRule"]):
    def in_force(self) -> Self:
        """Those whose owner still works here."""
        return self.filter(owner__is_staff=True, owner__is_active=True)


class AssignmentRule(models.Model):
    """Who gets a new lead: the first rule, by its position, that the lead's first case meets."""

    position = models.PositiveSmallIntegerField(_("position"), unique=True)
    matrix = models.ForeignKey(
        DecisionMatrix, models.CASCADE, null=True, blank=True, verbose_name=_("matrix")
    )
    temperature = models.CharField(
        _("temperature"), max_length=4, choices=Case.Temperature.choices, blank=True
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="assignment_rules",
        verbose_name=_("owner"),
    )

    objects = AssignmentRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment rule")
        verbose_name_plural = _("assignment rules")
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return f"{self.position}: {self.owner}"

    def line(self) -> Line:
        return Line(self.position, self.matrix_id, self.temperature, self.owner_id)


class Advice(models.Model):
    """The verdict on a case by a later version of its matrix, as it was issued to the visitor.

    What the visitor was told first is the intake's own result. A trigger in the database refuses
    to change or delete what was issued.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="advice", verbose_name=_("case"))
    matrix_version = models.ForeignKey(
        MatrixVersion, models.PROTECT, related_name="advice", verbose_name=_("matrix version")
    )
    result = models.JSONField(_("result"))
    # A sentence on each answer that this version has no place for.
    dropped = models.JSONField(_("left out"), default=list, blank=True)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("issued by")
    )

    class Meta:
        verbose_name = _("advice")
        verbose_name_plural = _("advice")
        ordering: ClassVar = ["-issued_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "matrix_version"], name="one_advice_per_case_and_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}, {self.matrix_version}"


class Activity(models.Model):
    """One line of a lead's timeline."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("Case opened")
        STAGE = "stage", _("Stage changed")
        NOTE = "note", _("Note")
        WHATSAPP = "whatsapp", _("WhatsApp opened")
        BOOKING = "booking", _("Booking")
        QUOTE = "quote", _("Quote")
        ADVICE = "advice", _("Advice")

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="activities")
    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="activities")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.NOTE)
    text = models.TextField(_("text"), max_length=5000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("timeline")
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"
