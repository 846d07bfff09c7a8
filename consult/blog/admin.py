from __future__ import annotations

from typing import ClassVar

from django.contrib import admin

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
    list_display = ("title", "author", "published_at")
    list_filter = ("topics", "author")
    list_select_related = ("author",)
    search_fields = ("title", "summary")
