"""Matrices in the admin: who may see which page. The pages themselves are in `advisor/editor/`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from advisor.editor import history, publishing, transfer, views
from advisor.editor.state import state
from advisor.models import DecisionMatrix, MatrixDraft, MatrixVersion

Allowed = Callable[[HttpRequest, DecisionMatrix], bool]
Page = Callable[[HttpRequest, DecisionMatrix, dict[str, object]], HttpResponse]
Part = Callable[[HttpRequest, DecisionMatrix], HttpResponse]


def _part(view: Part) -> Page:
    """A piece of a page, which needs no frame."""
    return lambda request, matrix, context: view(request, matrix)


class MatrixRow(Protocol):
    """What the list's queryset adds to a matrix."""

    version_number: int | None
    version_document: dict[str, Any] | None
    version_at: datetime | None
    draft_document: dict[str, Any] | None
    draft_at: datetime | None
    draft_by: str | None


@admin.register(DecisionMatrix)
class DecisionMatrixAdmin(admin.ModelAdmin[DecisionMatrix]):
    list_display = ("title", "slug", "version", "published", "state", "saved")
    search_fields = ("title", "slug")
    list_per_page = 50
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[DecisionMatrix]:
        versions = MatrixVersion.objects.filter(matrix=OuterRef("pk")).order_by("-number")
        drafts = MatrixDraft.objects.filter(matrix=OuterRef("pk")).order_by("-revision")
        return (
            super()
            .get_queryset(request)
            .annotate(
                version_number=Subquery(versions.values("number")[:1]),
                version_document=Subquery(versions.values("document")[:1]),
                version_at=Subquery(versions.values("published_at")[:1]),
                draft_document=Subquery(drafts.values("document")[:1]),
                draft_at=Subquery(drafts.values("saved_at")[:1]),
                draft_by=Subquery(drafts.values("saved_by__username")[:1]),
            )
        )

    def has_delete_permission(
        self, request: HttpRequest, obj: DecisionMatrix | None = None
    ) -> bool:
        """What was published stays: leads have been advised with it."""
        published = obj is not None and obj.versions.exists()
        return not published and super().has_delete_permission(request, obj)

    def get_urls(self) -> list[URLPattern]:
        sees, edits = self.has_view_permission, self.has_change_permission
        pages: list[tuple[str, Page, Allowed]] = [
            ("diff", history.diff, sees),
            ("drafts", history.drafts, sees),
            ("restore", history.restore, edits),
            ("export", transfer.export_toml, sees),
            ("import", transfer.import_toml, edits),
            ("publish", publishing.publish, edits),
            ("grid", _part(views.grid), edits),
            ("health", _part(views.health), sees),
        ]
        own = [
            path(
                f"<int:pk>/{name}/",
                self._page(page, allowed),
                name=f"advisor_decisionmatrix_{name}",
            )
            for name, page, allowed in pages
        ]
        return [*own, *super().get_urls()]

    def _page(self, page: Page, allowed: Allowed) -> Callable[..., HttpResponse]:
        def checked(request: HttpRequest, pk: int) -> HttpResponse:
            matrix = get_object_or_404(DecisionMatrix, pk=pk)
            if not allowed(request, matrix):
                raise PermissionDenied
            return page(request, matrix, self._context(request, matrix))

        return self.admin_site.admin_view(checked)

    def _context(self, request: HttpRequest, matrix: DecisionMatrix | None) -> dict[str, object]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": matrix,
            "title": str(matrix or _("Add a decision matrix")),
            "has_change_permission": self.has_change_permission(request, matrix),
            "has_delete_permission": self.has_delete_permission(request, matrix),
        }

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: object = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return transfer.add(request, self._context(request, None))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: object = None,
    ) -> HttpResponse:
        matrix = self.get_object(request, unquote(object_id))
        if matrix is None:
            raise Http404
        changes = request.method == "POST"
        allowed = self.has_change_permission if changes else self.has_view_permission
        if not allowed(request, matrix):
            raise PermissionDenied
        return views.editor(request, matrix, self._context(request, matrix))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: object = None
    ) -> HttpResponse:
        matrix = self.get_object(request, unquote(object_id))
        context = self._context(request, matrix) if matrix else {}
        return super().history_view(request, object_id, {"original": matrix, **context})

    @admin.display(description=_("version"), ordering="version_number")
    def version(self, row: MatrixRow) -> int | None:
        return row.version_number

    @admin.display(description=_("published"), ordering="version_at")
    def published(self, row: MatrixRow) -> datetime | None:
        return row.version_at

    @admin.display(description=_("state"))
    def state(self, row: MatrixRow) -> str:
        return str(state(row.version_document, row.draft_document).label)

    @admin.display(description=_("saved"), ordering="draft_at")
    def saved(self, row: MatrixRow) -> str:
        if row.draft_at is None:
            return ""
        at = formats.localize(timezone.localtime(row.draft_at))
        return f"{at}, {row.draft_by}" if row.draft_by else str(at)


@admin.register(MatrixVersion)
class MatrixVersionAdmin(admin.ModelAdmin[MatrixVersion]):
    list_display = ("__str__", "published_at")
    list_filter = ("matrix",)
    list_select_related = ("matrix",)
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: object = None,
    ) -> HttpResponse:
        version = self.get_object(request, unquote(object_id))
        if version is None:
            raise Http404
        if request.method == "POST" or not self.has_view_permission(request, version):
            raise PermissionDenied
        matrices = DecisionMatrixAdmin(DecisionMatrix, self.admin_site)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": version.matrix,
            "title": str(version),
            "has_change_permission": matrices.has_change_permission(request, version.matrix),
        }
        return history.version(request, version, context)
