"""The editor of one matrix: its page, its edits, and what is said beside it while one types.

The admin has checked who may do what. Every answer to a POST is a part of the page, for htmx.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import retarget, trigger_client_event

from advisor.drafts import Conflict, save_draft, working_copy
from advisor.editor.changes import change_groups
from advisor.editor.edits import BadEdit, edit
from advisor.editor.fields import Document, document_from, fields_of
from advisor.editor.health_panel import health_context
from advisor.editor.page import grid_context
from advisor.editor.posted import Refused, posted
from advisor.editor.problems import problems_of, theirs_of
from advisor.editor.state import number_in
from advisor.models import DecisionMatrix

_OPTIONS = re.compile(r"criteria\.([0-9]+)\.options\.")
FOLDER = "admin/advisor/decisionmatrix"
Context = dict[str, object]


def editor(request: HttpRequest, matrix: DecisionMatrix, context: Context) -> HttpResponse:
    """The working copy to be edited; a POST saves it as a draft, with its faults."""
    if request.method == "POST":
        return _save(request, matrix)
    document, revision = working_copy(matrix)
    draft = matrix.drafts.select_related("saved_by").filter(revision=revision).first()
    context |= {
        **grid_context(document),
        "problems": problems_of(document),
        "matrix": matrix,
        "revision": revision,
        "draft": draft,
    }
    return render(request, f"{FOLDER}/change_form.html", context)


def _save(request: HttpRequest, matrix: DecisionMatrix) -> HttpResponse:
    try:
        document, rest = _document(request, matrix)
        base = _revision(rest)
    except Refused as refused:
        return _refusal(refused)
    context: Context = {"matrix": matrix, "problems": problems_of(document)}
    by, now = cast(User, request.user), timezone.now()
    try:
        draft = save_draft(matrix=matrix, base=base, document=document, by=by, now=now)
    except Conflict as conflict:
        theirs = conflict.latest.document
        context |= {
            "latest": conflict.latest,
            "groups": change_groups(theirs, document, editable=True),
            "theirs": theirs_of(theirs, document),
        }
        return render(request, f"{FOLDER}/_conflict.html", context, status=HTTPStatus.CONFLICT)
    context |= {"draft": draft, "revision": draft.revision}
    return render(request, f"{FOLDER}/_saved.html", context)


def grid(request: HttpRequest, matrix: DecisionMatrix) -> HttpResponse:
    """The posted grid after one edit, drawn again. Saves nothing."""
    try:
        document, rest = _document(request, matrix)
        document, focus = edit(document, rest["do"]) if rest["do"] else (document, "")
    except Refused as refused:
        return _refusal(refused)
    except BadEdit:
        sentence = _("That cannot be done to this matrix. Nothing was changed.")
        return _refusal(Refused(HTTPStatus.BAD_REQUEST, sentence))
    drawn = grid_context(document)
    context: Context = {**drawn}
    part = _OPTIONS.match(rest["do"])
    if part:  # Nothing else has changed: at the format's limits that is a great deal.
        context["criterion"] = drawn["grid"].criteria[int(part[1])]
    template = "_grid_criterion.html" if part else "_grid.html"
    response = render(request, f"{FOLDER}/{template}", context)
    if part:
        retarget(response, f'[id="criteria.{part[1]}"]')
    return trigger_client_event(response, "drawn", {"focus": focus}, after="swap")


def health(request: HttpRequest, matrix: DecisionMatrix) -> HttpResponse:
    """What is wrong with the posted matrix, and what it can and cannot say. Saves nothing."""
    try:
        document, _rest = _document(request, matrix)
    except Refused as refused:
        return _refusal(refused)
    context = health_context(document, timezone.localdate())
    context |= {"problems": problems_of(document)}
    return render(request, f"{FOLDER}/_beside.html", context)


def _document(request: HttpRequest, matrix: DecisionMatrix) -> tuple[Document, dict[str, str]]:
    """The posted document, and what was posted beside it. Raises Refused.

    A field that has no place in the document was typed by somebody: better refused than dropped.
    """
    fields = posted(request)
    rest = {name: fields.pop(name, "") for name in ("do", "revision")}
    document = document_from(fields, matrix.slug)
    if fields.keys() - fields_of(document).keys():
        sentence = _("Some of these fields have no place in a matrix. Nothing was saved.")
        raise Refused(HTTPStatus.BAD_REQUEST, sentence)
    return document, rest


def _revision(rest: dict[str, str]) -> int:
    revision = number_in(rest["revision"])
    if revision < 0:
        sentence = _("It is not clear which draft this goes on top of. Nothing was saved.")
        raise Refused(HTTPStatus.BAD_REQUEST, sentence)
    return revision


def _refusal(refused: Refused) -> HttpResponse:
    return HttpResponse(refused.sentence, status=refused.status, content_type="text/plain")
