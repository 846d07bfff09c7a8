"""The writes of an editor: save a draft, publish it. Of two at once, the second is told."""

from __future__ import annotations

from datetime import datetime

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext

from advisor.core.model import Matrix
from advisor.editor.fields import Document
from advisor.models import DecisionMatrix, MatrixDraft, MatrixVersion
from advisor.services import publish


class Conflict(Exception):
    """Somebody saved in between; `latest` is what they saved."""

    def __init__(self, latest: MatrixDraft) -> None:
        self.latest = latest
        super().__init__(f"{latest} was saved in between")


class SlugTaken(Exception):
    """There is already a matrix under this slug."""

    def __init__(self, matrix: DecisionMatrix) -> None:
        self.matrix = matrix
        super().__init__(f"{matrix.slug} is taken")


def working_copy(matrix: DecisionMatrix) -> tuple[Document, int]:
    """What an editor starts from, and its revision: 0 where nobody has saved a draft yet."""
    if draft := matrix.drafts.order_by("-revision").first():
        return draft.document, draft.revision
    return matrix.current().document, 0


@transaction.atomic
def start_matrix(*, content: Matrix, by: User | None, now: datetime) -> DecisionMatrix:
    """A new matrix with *content* as its first draft, published to nobody yet.

    Raises SlugTaken.
    """
    matrix, created = DecisionMatrix.objects.get_or_create(
        slug=content.slug, defaults={"title": content.title}
    )
    if not created:
        raise SlugTaken(matrix)
    matrix.drafts.create(revision=1, document=content.document(), saved_by=by, saved_at=now)
    _log(matrix, by, ADDITION, gettext("Started as draft 1."))
    return matrix


@transaction.atomic
def save_draft(
    *,
    matrix: DecisionMatrix,
    base: int,
    document: Document,
    by: User | None,
    now: datetime,
    what: str = "",
) -> MatrixDraft:
    """Add *document* as the next revision after *base*. The same once more is the same revision.

    *what* was done is for the history. Raises Conflict where *base* is not the newest revision
    any more.
    """
    matrix = DecisionMatrix.objects.select_for_update().get(pk=matrix.pk)
    latest = matrix.drafts.select_related("saved_by").order_by("-revision").first()
    document = {**document, "slug": matrix.slug}  # Its address is fixed once it has one.
    if latest and latest.document == document:
        return latest
    if latest and latest.revision != base:
        raise Conflict(latest)
    revision = latest.revision + 1 if latest else 1
    saved = gettext("Saved as draft %(revision)s.") % {"revision": revision}
    _log(matrix, by, CHANGE, f"{what} {saved}".lstrip())
    return matrix.drafts.create(revision=revision, document=document, saved_by=by, saved_at=now)


@transaction.atomic
def publish_draft(
    *, matrix: DecisionMatrix, base: int, now: datetime, by: User | None = None
) -> MatrixVersion:
    """Freeze revision *base* as the next version. The same content again is the same version.

    Raises Conflict where *base* is not the newest any more, and MatrixError where it has faults.
    """
    matrix = DecisionMatrix.objects.select_for_update().get(pk=matrix.pk)
    latest = matrix.drafts.select_related("saved_by").order_by("-revision").first()
    if latest and latest.revision != base:
        raise Conflict(latest)
    newest = matrix.versions.order_by("-number").first()
    document, _ = working_copy(matrix)
    version = publish(Matrix.from_document(document), now)
    if version != newest:
        published = gettext("Published as version %(number)s.") % {"number": version.number}
        _log(matrix, by, CHANGE, published)
    return version


def _log(matrix: DecisionMatrix, by: User | None, action: int, message: str) -> None:
    """A line of the history that the admin shows; it has none for what no person did."""
    if by:
        LogEntry.objects.log_actions(by.pk, [matrix], action, message, single_object=True)
