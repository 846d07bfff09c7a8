"""What the list of leads can be narrowed to, besides the fields of a lead itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consult.leads.models import Case, Lead

CASES = Case.objects.filter(lead=OuterRef("pk"))
# Those that count for what is said of a lead.
COUNTED = CASES.exclude(review__in=Case.HELD_BACK)
LATEST_TEMPERATURE = Subquery(
    COUNTED.exclude(temperature="").order_by("-opened_at").values("temperature")[:1]
)


class TemperatureFilter(admin.SimpleListFilter):
    """By that of the newest case that has one."""

    title = _("temperature")
    parameter_name = "temperature"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Case.Temperature.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Lead]) -> QuerySet[Lead]:
        if not self.value():
            return queryset
        return queryset.alias(own=LATEST_TEMPERATURE).filter(own=self.value())


class ReviewFilter(admin.SimpleListFilter):
    """Leads that are known by nothing but what looks like spam are left out until asked for.

    A search looks everywhere.
    """

    title = _("review")
    parameter_name = "review"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        return [
            ("waiting", str(_("With a case that waits"))),
            ("spam", str(_("With a case that is spam"))),
            ("all", str(_("All"))),
        ]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        first, *others = super().choices(changelist)
        yield {**first, "display": _("Without what looks like spam")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Lead]) -> QuerySet[Lead]:
        if self.value() in ("waiting", "spam"):
            return queryset.filter(Exists(CASES.filter(review=self.value())))
        if self.value() == "all" or request.GET.get("q"):
            return queryset
        held_back = CASES.filter(review__in=Case.HELD_BACK)
        return queryset.filter(~Exists(held_back) | Exists(COUNTED))
