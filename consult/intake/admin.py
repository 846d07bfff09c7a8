from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consult.intake.models import Intake, Step


class StepInline(admin.TabularInline[Step, Intake]):
    model = Step
    fields = readonly_fields = ("key", "data", "saved_at")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Intake | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Intake)
class IntakeAdmin(admin.ModelAdmin[Intake]):
    """To read only: what a visitor said is changed by the visitor."""

    list_display = ("__str__", "matrix_version", "article", "started_at", "submitted_at")
    list_filter = (("submitted_at", admin.EmptyFieldListFilter), "matrix_version__matrix")
    list_select_related = ("matrix_version__matrix",)
    date_hierarchy = "started_at"
    fields = ("submission_id", "matrix_version", "source", "started_at", "submitted_at", "result")
    inlines = (StepInline,)

    @admin.display(description=_("article"))
    def article(self, intake: Intake) -> str:
        return str(intake.source.get("article", ""))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Intake | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Intake | None = None) -> bool:
        return False
