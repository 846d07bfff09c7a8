from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisor.models import MatrixVersion


class Intake(models.Model):
    """One visitor's run through a matrix and a brief, saved step by step."""

    submission_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    matrix_version = models.ForeignKey(
        MatrixVersion, models.PROTECT, related_name="intakes", verbose_name=_("matrix version")
    )
    source = models.JSONField(_("source"), default=dict, blank=True)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    result = models.JSONField(_("result"), null=True, blank=True)

    steps: models.Manager[Step]

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

    def __str__(self) -> str:
        return f"{self.matrix_version.matrix.slug} {self.started_at:%Y-%m-%d %H:%M}"

    def saved(self) -> dict[str, Any]:
        """What every step holds, by its key; read anew at each call."""
        return dict(self.steps.values_list("key", "data"))


class Step(models.Model):
    """What a visitor saved on one page of an intake."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="steps")
    key = models.CharField(_("step"), max_length=80)
    data = models.JSONField(_("data"))
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering: ClassVar = ["saved_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["intake", "key"], name="one_row_per_step")
        ]

    def __str__(self) -> str:
        return self.key
