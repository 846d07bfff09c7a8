from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisor.models import MatrixVersion, published

MOST_ATTACHMENTS = 3


class Intake(models.Model):
    """One visitor's run through a matrix and a brief, saved step by step."""

    submission_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    matrix_version = models.ForeignKey(
        MatrixVersion, models.PROTECT, related_name="intakes", verbose_name=_("matrix version")
    )
    source = models.JSONField(_("source"), default=dict, blank=True)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    # Each save of a page makes a revision; the first holds what was answered before the start.
    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    result = models.JSONField(_("result"), null=True, blank=True)
    link_generation = models.PositiveIntegerField(default=1, editable=False)
    # Of an intake that took another's place: where the funnel has counted the visitor already.
    counted_on = models.DateField(null=True, editable=False)
    counted_to = models.CharField(max_length=80, blank=True, editable=False)

    steps: models.Manager[Step]
    holders: models.Manager[Holder]
    half_written: models.Manager[HalfWritten]
    attachments: models.Manager[Attachment]

    class Meta:
        verbose_name = _("intake")
        verbose_name_plural = _("intakes")
        ordering: ClassVar = ["-started_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(result__isnull=False),
                name="submitted_intake_has_a_result",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["saved_at"], condition=Q(submitted_at__isnull=True), name="intake_drafts"
            )
        ]

    def __str__(self) -> str:
        started = timezone.localtime(self.started_at)
        return f"{self.matrix_version.matrix.slug} {started:%Y-%m-%d %H:%M}"

    @property
    def matrix_slug(self) -> str:
        """What the addresses of its pages are named by."""
        return published(self.matrix_version_id).matrix.slug

    def saved(self) -> dict[str, Any]:
        """What every step holds, by its key; read anew at each call."""
        newest = self.steps.order_by("key", "-revision").distinct("key")
        return dict(newest.values_list("key", "data"))


class Step(models.Model):
    """What one page held at one revision. Rows are only ever added; the newest of a key counts."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="steps")
    key = models.CharField(_("step"), max_length=80)
    revision = models.PositiveIntegerField(_("revision"))
    # The newest revision that the visitor had seen when this was written.
    based_on = models.PositiveIntegerField(_("based on"), default=0)
    data = models.JSONField(_("data"))
    # What no longer applied, by the name of its question, and was taken out with this revision.
    dropped = models.JSONField(_("dropped"), default=dict, blank=True)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering: ClassVar = ["revision", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["intake", "key", "revision"], name="one_row_per_step_and_revision"
            ),
            models.CheckConstraint(
                condition=Q(based_on__lt=models.F("revision")), name="step_is_based_on_the_past"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Holder(models.Model):
    """A browser in which an intake is open, by the random key that its session holds."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="holders")
    browser = models.UUIDField(_("browser"))
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)

    class Meta:
        verbose_name = _("holder")
        verbose_name_plural = _("holders")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["browser", "intake"], name="one_holder_per_browser")
        ]

    def __str__(self) -> str:
        return str(self.browser)


class HalfWritten(models.Model):
    """What was entered on a page of the brief and not sent yet, kept while the visitor types."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="half_written")
    key = models.CharField(_("step"), max_length=80)
    data = models.JSONField(_("data"))
    # It counts until its page is saved: while the page's newest revision is not above this one.
    based_on = models.PositiveIntegerField(_("based on"))
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)

    class Meta:
        verbose_name = _("half-written text")
        verbose_name_plural = _("half-written texts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["intake", "key"], name="one_half_written_per_step")
        ]

    def __str__(self) -> str:
        return self.key


def attachment_storage() -> Storage:
    return storages["attachments"]


class Attachment(models.Model):
    """A file that goes with a brief. Only staff get it, as a download."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=100)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size, bytes"))
    digest = models.CharField(_("SHA-256"), max_length=64)
    # Named by chance: nothing that a visitor typed becomes a path.
    file = models.FileField(_("file"), storage=attachment_storage, max_length=100)
    added_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["intake", "position"], name="one_attachment_per_position"
            ),
            models.UniqueConstraint(fields=["intake", "digest"], name="no_attachment_twice"),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MOST_ATTACHMENTS),
                name="few_attachments",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FunnelCount(models.Model):
    """How many of the visitors who began on one day (UTC) came as far as one step.

    Numbers, and nothing of any person. `step` is one of `way` in `funnel/reach.py`, and `article`
    is empty for visitors whom no article brought.
    """

    day = models.DateField(_("day"))
    matrix = models.CharField(_("matrix"), max_length=80)
    article = models.CharField(_("article"), max_length=80, blank=True)
    step = models.CharField(_("step"), max_length=80)
    reached = models.PositiveIntegerField(_("reached"), default=0)

    class Meta:
        verbose_name = _("funnel count")
        verbose_name_plural = _("funnel counts")
        ordering: ClassVar = ["-day", "matrix", "article", "step"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day", "matrix", "article", "step"], name="one_row_per_day_and_step"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.step}"
