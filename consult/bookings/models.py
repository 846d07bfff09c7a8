from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult import links
from consult.leads.models import Case


class Host(models.Model):
    """Who takes the calls. Its row is the lock that every booking of it takes first."""

    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail"))
    time_zone = models.CharField(_("time zone"), max_length=64)

    availabilities: models.Manager[Availability]

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class EventType(models.Model):
    """What can be booked: a length, and the rules around it."""

    host = models.ForeignKey(Host, models.PROTECT, related_name="event_types")
    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    buffer_minutes = models.PositiveSmallIntegerField(_("buffer after, minutes"), default=0)
    minimum_notice_hours = models.PositiveSmallIntegerField(_("minimum notice, hours"), default=12)
    horizon_days = models.PositiveSmallIntegerField(_("horizon, days"), default=30)

    class Meta:
        verbose_name = _("event type")
        verbose_name_plural = _("event types")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Availability(models.Model):
    """A weekly window in the host's own time zone, in which calls may start and must end."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    host = models.ForeignKey(Host, models.CASCADE, related_name="availabilities")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))

    class Meta:
        verbose_name = _("availability")
        verbose_name_plural = _("availability")
        ordering: ClassVar = ["weekday", "starts"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(starts__lt=F("ends")),
                name="availability_forward",
                violation_error_message=_("The end must be later than the start."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M}–{self.ends:%H:%M}"


class BookingQuerySet(models.QuerySet["Booking"]):
    def taking_time(self) -> Self:
        """Those whose time nobody else can have."""
        return self.filter(status__in=Booking.TAKING_TIME)


class Booking(models.Model):
    class Status(models.TextChoices):
        HELD = "held", _("Held")
        CONFIRMED = "confirmed", _("Confirmed")
        CANCELLED = "cancelled", _("Cancelled")
        COMPLETED = "completed", _("Completed")
        NO_SHOW = "no_show", _("No show")

    TAKING_TIME = (Status.HELD, Status.CONFIRMED)

    host = models.ForeignKey(Host, models.PROTECT, related_name="bookings")
    event_type = models.ForeignKey(EventType, models.PROTECT, related_name="bookings")
    case = models.ForeignKey(Case, models.PROTECT, related_name="bookings")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.CONFIRMED
    )
    time_zone = models.CharField(_("visitor's time zone"), max_length=64)
    uid = models.UUIDField(_("iCal UID"), default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(_("iCal SEQUENCE"), default=0, editable=False)
    # Issued with the form of somebody without a case: sent twice, it is the same booking.
    submission_id = models.UUIDField(null=True, editable=False)
    link_generation = models.PositiveIntegerField(default=1, editable=False)
    booked_at = models.DateTimeField(_("booked"), default=timezone.now)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering: ClassVar = ["-starts_at"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="booking_forward"),
            models.UniqueConstraint(
                fields=["host", "starts_at"],
                condition=Q(status__in=["held", "confirmed"]),
                name="one_booking_per_start",
            ),
            # A one-point range of the host's id needs no extension for the equality in GiST.
            ExclusionConstraint(
                name="no_overlapping_bookings",
                expressions=[
                    (
                        Func(F("host_id"), F("host_id"), models.Value("[]"), function="int8range"),
                        RangeOperators.EQUAL,
                    ),
                    (
                        Func(
                            F("starts_at"),
                            F("ends_at"),
                            RangeBoundary(),
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(status__in=["held", "confirmed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.starts_at:%Y-%m-%d %H:%M} UTC"

    def get_absolute_url(self) -> str:
        """The visitor's private page."""
        return reverse("bookings:booking", args=[links.token("booking", self)])
