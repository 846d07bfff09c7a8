"""What a matrix was: versions and drafts, what changed between two of them, and the way back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from advisor.drafts import Conflict, save_draft, working_copy
from advisor.editor.changes import change_groups
from advisor.editor.fields import Document
from advisor.editor.state import base_of, conflict_sentence
from advisor.models import DecisionMatrix, MatrixDraft, MatrixVersion

MOST_OFFERED = 50
_REFERENCE = re.compile("(?:(draft)-)?([0-9]{1,9})")


@dataclass(frozen=True)
class Stand:
    """A matrix at one time. *reference* is how an address names it: `2`, `draft-5`."""

    reference: str
    name: str
    row: MatrixVersion | MatrixDraft
    at: datetime
    by: User | None = None

    @property
    def document(self) -> Document:
        document: Document = self.row.document
        return document


def diff(request: HttpRequest, matrix: DecisionMatrix, context: dict[str, object]) -> HttpResponse:
    newest = matrix.versions.order_by("-number").first()
    after = _stand(matrix, request.GET.get("to") or "draft")
    asked = request.GET.get("from")
    before = _stand(matrix, asked) if asked else _of_version(newest) if newest else None
    editable = after.document == working_copy(matrix)[0]
    context |= {
        "before": before,
        "after": after,
        "groups": change_groups(before.document, after.document, editable) if before else [],
        "choices": _choices(matrix),
        "place": gettext("Compare"),
    }
    return render(request, "admin/advisor/decisionmatrix/diff.html", context)


def drafts(
    request: HttpRequest, matrix: DecisionMatrix, context: dict[str, object]
) -> HttpResponse:
    """Every save and every publication, the newest first."""
    saved = matrix.drafts.order_by("-revision").select_related("saved_by").defer("document")
    page = Paginator(saved, 50).get_page(request.GET.get("page"))
    context |= {
        "versions": matrix.versions.order_by("-number").defer("document"),
        "page": page,
        "base": working_copy(matrix)[1],
        "place": gettext("Versions and drafts"),
    }
    return render(request, "admin/advisor/decisionmatrix/drafts.html", context)


def version(
    request: HttpRequest, version: MatrixVersion, context: dict[str, object]
) -> HttpResponse:
    """One published version, as it stays for ever."""
    content = version.content
    keys = [alternative.key for alternative in content.alternatives]
    rows = [
        (
            criterion,
            [
                (option, [(option.cells[key], option.excludes.get(key)) for key in keys])
                for option in criterion.options
            ],
        )
        for criterion in content.criteria
    ]
    base = working_copy(version.matrix)[1]
    context |= {"version": version, "content": content, "rows": rows, "base": base}
    return render(request, "admin/advisor/matrixversion/change_form.html", context)


@require_POST
def restore(
    request: HttpRequest, matrix: DecisionMatrix, context: dict[str, object]
) -> HttpResponse:
    """Save an older state once more, as the newest draft. Nothing that was saved is changed."""
    stand = _stand(matrix, request.POST.get("state", ""))
    base, newest = base_of(request), working_copy(matrix)[1]
    what = gettext("%(name)s taken up again.") % {"name": stand.name}
    try:
        draft = save_draft(
            matrix=matrix,
            base=base,
            document=stand.document,
            by=cast(User, request.user),
            now=timezone.now(),
            what=what,
        )
    except Conflict as conflict:
        context["refusal"] = conflict_sentence(conflict)
        response = drafts(request, matrix, context)
        response.status_code = HTTPStatus.CONFLICT
        return response
    if draft.revision == newest:
        same = gettext("Draft %(revision)s already says the same.")
        messages.info(request, same % {"revision": newest})
    else:
        saved = gettext("Saved as draft %(revision)s.") % {"revision": draft.revision}
        messages.success(request, f"{what} {saved}")
    return redirect("admin:advisor_decisionmatrix_change", matrix.pk)


def _stand(matrix: DecisionMatrix, reference: str) -> Stand:
    """What *reference* names; `draft` is what an editor starts from. Raises Http404."""
    newest = matrix.drafts.order_by("-revision")
    if reference == "draft":
        draft = newest.first()
        return _of_draft(draft) if draft else _of_version(matrix.current())
    parts = _REFERENCE.fullmatch(reference)
    if not parts:
        raise Http404
    if parts[1]:
        return _of_draft(get_object_or_404(newest, revision=parts[2]))
    return _of_version(get_object_or_404(matrix.versions.all(), number=parts[2]))


def _of_version(version: MatrixVersion) -> Stand:
    name = gettext("Version %(number)s") % {"number": version.number}
    return Stand(str(version.number), name, version, version.published_at)


def _of_draft(draft: MatrixDraft) -> Stand:
    name = gettext("Draft %(revision)s") % {"revision": draft.revision}
    return Stand(f"draft-{draft.revision}", name, draft, draft.saved_at, draft.saved_by)


def _choices(matrix: DecisionMatrix) -> list[Stand]:
    """The newest states, as the form of the page offers them."""
    versions = matrix.versions.order_by("-number").defer("document")
    drafts = matrix.drafts.order_by("-revision").defer("document").select_related("saved_by")
    return [*map(_of_version, versions[:MOST_OFFERED]), *map(_of_draft, drafts[:MOST_OFFERED])]
