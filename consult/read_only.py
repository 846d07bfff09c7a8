"""Pages of the admin on which rows are read: they come and go by what visitors and tasks do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


class ReadOnly:
    """First among the bases of a ModelAdmin or of an inline."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
