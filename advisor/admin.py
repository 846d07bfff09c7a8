from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from advisor.models import DecisionMatrix, MatrixVersion


class VersionInline(admin.TabularInline[MatrixVersion, DecisionMatrix]):
    model = MatrixVersion
    fields = readonly_fields = ("number", "published_at")
    show_change_link = True
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(DecisionMatrix)
class DecisionMatrixAdmin(admin.ModelAdmin[DecisionMatrix]):
    list_display = ("title", "slug")
    readonly_fields = ("slug", "title")
    inlines: ClassVar = [VersionInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(MatrixVersion)
class MatrixVersionAdmin(admin.ModelAdmin[MatrixVersion]):
    list_display = ("__str__", "published_at")
    list_filter = ("matrix",)
    list_select_related = ("matrix",)
    fields = readonly_fields = ("matrix", "number", "published_at", "cells")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    @admin.display(description=_("cells"))
    def cells(self, version: MatrixVersion) -> SafeString:
        """Every option with its anchors and reasons, as its author wrote them."""
        rows = format_html_join(
            "",
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            (
                (criterion.name, option.label, alternative.name, cell.anchor, cell.rationale)
                for criterion in version.content.criteria
                for option in criterion.options
                for alternative in version.content.alternatives
                for cell in [option.cells[alternative.key]]
            ),
        )
        head = format_html_join(
            "",
            "<th>{}</th>",
            ((h,) for h in (_("Criterion"), _("Option"), _("Alternative"), _("Anchor"), _("Why"))),
        )
        return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", head, rows)
