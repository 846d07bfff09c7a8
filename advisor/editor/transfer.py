"""A matrix as a TOML file, out and in, and the beginning of a new one."""

from __future__ import annotations

from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from advisor.core.model import Matrix, MatrixError
from advisor.core.toml import to_toml
from advisor.drafts import Conflict, SlugTaken, save_draft, start_matrix, working_copy
from advisor.editor.forms import NewMatrixForm, TomlForm
from advisor.editor.problems import problems_of
from advisor.editor.state import base_of, conflict_sentence, number_in
from advisor.models import DecisionMatrix

FOLDER = "admin/advisor/decisionmatrix"
Context = dict[str, object]


@require_safe
def export_toml(request: HttpRequest, matrix: DecisionMatrix, context: Context) -> HttpResponse:
    """The file of the newest draft, or of `?version=`. A draft with faults has none."""
    if number := request.GET.get("version"):
        version = get_object_or_404(matrix.versions.all(), number=number_in(number))
        return _file(version.content, f"{matrix.slug}-v{version.number}.toml")
    document, _revision = working_copy(matrix)
    try:
        return _file(Matrix.from_document(document), f"{matrix.slug}.toml")
    except MatrixError:
        context |= {"place": gettext("Export"), "problems": problems_of(document)}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, f"{FOLDER}/export.html", context, status=status)


def _file(content: Matrix, name: str) -> HttpResponse:
    response = HttpResponse(to_toml(content), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def import_toml(request: HttpRequest, matrix: DecisionMatrix, context: Context) -> HttpResponse:
    """A file becomes the newest draft. Nothing is saved of one that has faults."""
    posted = request.method == "POST"
    newest = working_copy(matrix)[1]
    base = base_of(request) if posted else newest
    bound = (request.POST, request.FILES) if posted else ()
    form = TomlForm(*bound, slug=matrix.slug)
    context |= {"form": form, "base": base, "place": gettext("Import")}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if posted else HTTPStatus.OK
    if form.is_valid():
        what = gettext("Imported from a TOML file.")
        by, now = cast(User, request.user), timezone.now()
        document = form.content.document()
        try:
            draft = save_draft(
                matrix=matrix, base=base, document=document, by=by, now=now, what=what
            )
        except Conflict as conflict:
            form.add_error(None, conflict_sentence(conflict))
            context["base"] = conflict.latest.revision
            status = HTTPStatus.CONFLICT
        else:
            _tell(request, draft.revision, newest)
            return redirect("admin:advisor_decisionmatrix_change", matrix.pk)
    return render(request, f"{FOLDER}/import.html", context, status=status)


def _tell(request: HttpRequest, revision: int, newest: int) -> None:
    if revision == newest:
        same = gettext("The file says the same as draft %(revision)s.")
        messages.info(request, same % {"revision": revision})
    else:
        imported = gettext("Imported as draft %(revision)s.")
        messages.success(request, imported % {"revision": revision})


def add(request: HttpRequest, context: Context) -> HttpResponse:
    """A new matrix from a few names or from a file, as a draft that nobody else sees."""
    posted = request.method == "POST"
    from_file = posted and request.POST.get("how") == "file"
    names = NewMatrixForm(request.POST if posted and not from_file else None)
    file = TomlForm(*((request.POST, request.FILES) if from_file else ()))
    form = file if from_file else names
    if form.is_valid():
        by, now = cast(User, request.user), timezone.now()
        try:
            matrix = start_matrix(content=form.content, by=by, now=now)
        except SlugTaken as taken:
            sentence = gettext("“%(title)s” has this slug already. Open it to import a file there.")
            form.add_error(None, sentence % {"title": taken.matrix.title})
        else:
            messages.success(request, gettext("Started. Nobody else sees it until you publish it."))
            return redirect("admin:advisor_decisionmatrix_change", matrix.pk)
    context |= {"names": names, "file": file}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if posted else HTTPStatus.OK
    return render(request, f"{FOLDER}/add.html", context, status=status)
