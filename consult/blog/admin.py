from __future__ import annotations

from django.contrib import admin

# Registers the rest of the blog's pages.
from consult.blog import picture_admin  # noqa: F401
from consult.blog.models import Article


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin[Article]):
    list_display = ("title", "author", "published_at")
    list_filter = ("topics", "author")
    list_select_related = ("author",)
    search_fields = ("title", "summary")
