"""The days of articles in the admin: what the chosen ones add up to, and each of them."""

from __future__ import annotations

from datetime import UTC
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.blog.counts.counters import COUNTED
from consult.blog.counts.report import report
from consult.blog.models import ArticleDay
from consult.read_only import ReadOnly


@admin.register(ArticleDay)
class ArticleDayAdmin(ReadOnly, admin.ModelAdmin[ArticleDay]):
    change_list_template = "admin/blog/articleday/change_list.html"
    list_display = ("day", "article", *COUNTED)
    list_display_links = None
    list_filter: ClassVar = [("day", admin.DateFieldListFilter), "article__topics"]
    list_select_related = ("article",)
    date_hierarchy = "day"
    search_fields = ("article__title",)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        # Days are UTC's, and the admin would take the bounds of a month on the practice's clock.
        with timezone.override(UTC):
            title = {"title": _("What articles led to")}
            response = super().changelist_view(request, title | (extra_context or {}))
        # A redirect where the filters made no sense.
        if isinstance(response, TemplateResponse) and response.context_data:
            chosen = response.context_data["cl"].queryset
            # Without what the list joins for its rows, and each day once however it was found.
            days = ArticleDay.objects.filter(pk__in=chosen.order_by().values("pk"))
            lines, total = report(days)
            response.context_data |= {
                "lines": lines,
                "total": total,
                "steps": [label_for_field(name, ArticleDay) for name in COUNTED],
            }
        return response
