"""Publishing: the one write that makes a matrix what readers see."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from advisor.core.model import Matrix
from advisor.models import DecisionMatrix, MatrixVersion


@transaction.atomic
def publish(matrix: Matrix, now: datetime) -> MatrixVersion:
    """Freeze *matrix* as its next version. The same content again is the same version."""
    DecisionMatrix.objects.bulk_create(
        [DecisionMatrix(slug=matrix.slug, title=matrix.title)], ignore_conflicts=True
    )
    row = DecisionMatrix.objects.select_for_update().get(slug=matrix.slug)
    newest = row.versions.order_by("-number").first()
    if newest and newest.content == matrix:
        return newest
    row.title = matrix.title
    row.save(update_fields=["title"])
    return row.versions.create(
        number=newest.number + 1 if newest else 1, document=matrix.document(), published_at=now
    )
