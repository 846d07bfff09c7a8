from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from advisor.models import DecisionMatrix
from consult.blog.models import Article, Author, Topic


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin[Author]):
    list_display = ("name", "role")
    prepopulated_fields: ClassVar = {"slug": ["name"]}


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin[Topic]):
    list_display = ("name", "slug")
    prepopulated_fields: ClassVar = {"slug": ["name"]}


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin[Article]):
    list_display = ("title", "status", "author", "matrix", "published_at")
    list_filter = ("status", "topics", "author")
    list_select_related = ("author", "matrix")
    search_fields = ("title", "summary")
    prepopulated_fields: ClassVar = {"slug": ["title"]}
    readonly_fields = ("updated_at",)
    formfield_overrides: ClassVar = {
        models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}
    }

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        if db_field.name == "matrix":  # There is nothing to show of one that is not published.
            published = DecisionMatrix.objects.filter(versions__isnull=False)
            kwargs["queryset"] = published.distinct()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "published_at":
            # Django labels the pair, and neither of its two halves.
            date, time = field.widget.widgets
            date.attrs["aria-label"] = _("Date of publication")
            time.attrs["aria-label"] = _("Time of publication")
        return field
