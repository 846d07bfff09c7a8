"""The last look before readers see it: what changes, what it can say, and the button."""

from __future__ import annotations

from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from advisor.core.health import health
from advisor.core.model import Matrix, MatrixError
from advisor.drafts import Conflict, publish_draft, working_copy
from advisor.editor.changes import change_groups
from advisor.editor.fields import Document
from advisor.editor.health_panel import health_context
from advisor.editor.problems import problems_of
from advisor.editor.state import base_of, conflict_sentence
from advisor.models import DecisionMatrix

Context = dict[str, object]


def publish(request: HttpRequest, matrix: DecisionMatrix, context: Context) -> HttpResponse:
    """What would be published. A POST publishes it, if it is still what was looked at."""
    if request.method != "POST":
        return _review(request, matrix, context, HTTPStatus.OK)
    document, revision = working_copy(matrix)
    base, by = base_of(request), cast(User, request.user)
    if base == revision and not _confirmed(request, document):
        sentence = gettext("Nothing was published. Say below whether an alternative may never win.")
        return _review(
            request, matrix, context | {"refusal": sentence}, HTTPStatus.UNPROCESSABLE_ENTITY
        )
    newest = matrix.versions.order_by("-number").first()
    try:
        version = publish_draft(matrix=matrix, base=base, now=timezone.now(), by=by)
    except Conflict as conflict:
        sentence = f"{gettext('Nothing was published.')} {conflict_sentence(conflict)}"
        return _review(request, matrix, context | {"refusal": sentence}, HTTPStatus.CONFLICT)
    except MatrixError:
        return _review(request, matrix, context, HTTPStatus.UNPROCESSABLE_ENTITY)
    if version == newest:
        same = gettext("There was nothing to publish: version %(number)s says the same.")
        messages.info(request, same % {"number": version.number})
        return redirect("admin:advisor_decisionmatrix_publish", matrix.pk)
    published = gettext("Published as version %(number)s. Readers see it now.")
    messages.success(request, published % {"number": version.number})
    if by.has_perm("leads.view_lead") or by.has_perm("leads.change_lead"):
        return redirect("admin:replay", version.pk)
    return redirect("admin:advisor_decisionmatrix_drafts", matrix.pk)


def _confirmed(request: HttpRequest, document: Document) -> bool:
    """Every alternative that can never win was named. A document with faults is refused anyway."""
    try:
        content = Matrix.from_document(document)
    except MatrixError:
        return True
    never = health(content, timezone.localdate()).never_win
    return set(never) <= set(request.POST.getlist("never_wins"))


def _review(
    request: HttpRequest, matrix: DecisionMatrix, context: Context, status: HTTPStatus
) -> HttpResponse:
    document, revision = working_copy(matrix)
    newest = matrix.versions.order_by("-number").first()
    context |= {
        **health_context(document, timezone.localdate()),
        "place": gettext("Review and publish"),
        "problems": problems_of(document),
        "newest": newest,
        "next_number": newest.number + 1 if newest else 1,
        "groups": change_groups(newest.document, document, editable=True) if newest else [],
        "draft": matrix.drafts.select_related("saved_by").filter(revision=revision).first(),
        "base": revision,
        "confirmed": request.POST.getlist("never_wins"),
    }
    return render(request, "admin/advisor/decisionmatrix/publish.html", context, status=status)
