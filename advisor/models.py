from __future__ import annotations

from functools import cached_property, lru_cache
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisor.core.model import Matrix


class DecisionMatrix(models.Model):
    """A matrix under its slug. What it says is in its versions; the newest is what readers see."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)

    versions: models.Manager[MatrixVersion]
    drafts: models.Manager[MatrixDraft]

    class Meta:
        verbose_name = _("decision matrix")
        verbose_name_plural = _("decision matrices")
        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        return self.title

    def current(self) -> MatrixVersion:
        """The newest published version. Raises MatrixVersion.DoesNotExist where there is none."""
        return self.versions.latest("number")


class MatrixVersion(models.Model):
    """A published matrix, frozen: a trigger in the database refuses to change or delete it."""

    matrix = models.ForeignKey(
        DecisionMatrix, models.PROTECT, related_name="versions", verbose_name=_("matrix")
    )
    number = models.PositiveIntegerField(_("version"))
    document = models.JSONField(_("document"))
    published_at = models.DateTimeField(_("published"), default=timezone.now)

    class Meta:
        verbose_name = _("matrix version")
        verbose_name_plural = _("matrix versions")
        ordering: ClassVar = ["matrix", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matrix", "number"], name="matrix_version_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="matrix_version_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.matrix} v{self.number}"

    @cached_property
    def content(self) -> Matrix:
        """The document as the advisor's own model."""
        return Matrix.from_document(self.document)


@lru_cache(maxsize=256)
def published(pk: int) -> MatrixVersion:
    """A version by its id, read once in each process: what is published never changes."""
    return MatrixVersion.objects.select_related("matrix").get(pk=pk)


class MatrixDraft(models.Model):
    """One save of a matrix that is being edited. Rows are only ever added; the newest counts.

    The document may still have faults: nothing that an editor typed is lost.
    """

    matrix = models.ForeignKey(
        DecisionMatrix, models.CASCADE, related_name="drafts", verbose_name=_("matrix")
    )
    revision = models.PositiveIntegerField(_("revision"))
    document = models.JSONField(_("document"))
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, verbose_name=_("saved by")
    )

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering: ClassVar = ["matrix", "-revision"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matrix", "revision"], name="matrix_draft_revision"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="matrix_draft_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.matrix}, draft {self.revision}"
