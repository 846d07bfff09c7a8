"""The funnel in the admin: what the chosen days add up to, and every number of it."""

from __future__ import annotations

from datetime import UTC
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisor.models import DecisionMatrix
from consult.blog.models import Article, Redirect
from consult.intake.funnel.report import (
    MILESTONES,
    MOST_DAYS,
    NAMES,
    Funnel,
    by_article,
    by_day,
    funnels,
)
from consult.intake.funnel.times import Times, in_words, times
from consult.intake.models import FunnelCount
from consult.read_only import ReadOnly

Choices = list[tuple[str, str]]
NO_ARTICLE = "-"  # No slug is only this.


class MatrixFilter(admin.SimpleListFilter):
    title = _("matrix")
    parameter_name = "matrix"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return list(DecisionMatrix.objects.values_list("slug", "title"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(matrix=self.value()) if self.value() else queryset


class ArticleFilter(admin.SimpleListFilter):
    title = _("article")
    parameter_name = "article"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        articles = Article.objects.filter(published_at__isnull=False).order_by("title")
        return [*articles.values_list("slug", "title"), (NO_ARTICLE, str(_("No article")))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        slug = self.value()
        if slug is None:
            return queryset
        if slug == NO_ARTICLE:
            return queryset.filter(article="")
        earlier = Redirect.objects.filter(article__slug=slug).values_list("slug", flat=True)
        return queryset.filter(article__in=[slug, *earlier])


@admin.register(FunnelCount)
class FunnelCountAdmin(ReadOnly, admin.ModelAdmin[FunnelCount]):
    change_list_template = "admin/intake/funnelcount/change_list.html"
    list_display = ("day", "matrix", "article", "step", "reached")
    list_display_links = None
    list_filter: ClassVar = [("day", admin.DateFieldListFilter), MatrixFilter, ArticleFilter]
    date_hierarchy = "day"
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # Rows are no visitors.

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        # Days are UTC's, and the admin would take the bounds of a month on the practice's clock.
        with timezone.override(UTC):
            title = {"title": _("How far visitors come")}
            response = super().changelist_view(request, title | (extra_context or {}))
        # A redirect where the filters made no sense.
        if isinstance(response, TemplateResponse) and response.context_data:
            response.context_data |= _report(response.context_data["cl"].queryset.order_by())
        return response


def _report(days: QuerySet[FunnelCount]) -> dict[str, Any]:
    taken = times(days)
    lines, total = by_article(days)
    return {
        "funnels": [_with_times(funnel, taken.get(funnel.matrix)) for funnel in funnels(days)],
        "lines": lines,
        "total": total,
        "days": by_day(days),
        "most_days": MOST_DAYS,
        "milestones": [NAMES[step] for step in MILESTONES],
    }


def _with_times(funnel: Funnel, taken: Times | None) -> dict[str, Any]:
    if taken is None:
        return {"funnel": funnel}
    return {
        "funnel": funnel,
        "times": taken,
        "quarter": in_words(taken.quarter),
        "median": in_words(taken.median),
        "three_quarters": in_words(taken.three_quarters),
    }
