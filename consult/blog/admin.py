"""The blog in the admin: who may see which page. The pages of an article are in `editor/`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.blog.counts import admin as counts_admin  # noqa: F401  registers its pages
from consult.blog.editor import history, publishing, views
from consult.blog.editor.state import State, in_state, scheduled_sentence, state, with_newest
from consult.blog.models import Article, Author, Redirect, Topic
from consult.blog.pictures import admin as pictures_admin  # noqa: F401  and its own

Allowed = Callable[[HttpRequest, Article], bool]
Page = Callable[[HttpRequest, Article, dict[str, object]], HttpResponse]


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Article]
    ) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in State.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        return in_state(queryset, self.value())


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin[Article]):
    list_display = ("title", "standing", "author", "published_at", "updated_at")
    list_filter = (StateFilter, "topics", "author")
    list_select_related = ("author", "live", "scheduled")
    list_per_page = 50
    search_fields = ("title", "slug", "summary", "revisions__title", "redirects__slug")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return with_newest(super().get_queryset(request)).defer("body", "html", "text", "search")

    def has_publish_permission(self, request: HttpRequest, article: Article) -> bool:
        return request.user.has_perm("blog.publish_article")

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What readers see, or soon will, is withdrawn or taken off the schedule first."""
        out = obj is not None and (obj.live_id is not None or obj.scheduled_id is not None)
        return not out and super().has_delete_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        """It may have been published or scheduled since it was looked at."""
        row = Article.objects.select_for_update().get(pk=obj.pk)
        if not self.has_delete_permission(request, row):
            raise PermissionDenied
        super().delete_model(request, row)

    def get_urls(self) -> list[URLPattern]:
        sees, edits = self.has_view_permission, self.has_change_permission
        publishes = self.has_publish_permission
        pages: list[tuple[str, Page, Allowed]] = [
            ("publish", publishing.publish, publishes),
            ("unschedule", publishing.unschedule, publishes),
            ("withdraw", publishing.withdraw, publishes),
            ("revisions", history.revisions, sees),
            ("compare", history.compare, sees),
            ("restore", history.back, edits),
            ("revoke", views.revoke, edits),
        ]
        own = [
            path(f"<int:pk>/{name}/", self._page(page, allowed), name=f"blog_article_{name}")
            for name, page, allowed in pages
        ]
        return [*own, *super().get_urls()]

    def _page(self, page: Page, allowed: Allowed) -> Callable[..., HttpResponse]:
        def checked(request: HttpRequest, pk: int) -> HttpResponse:
            article = get_object_or_404(Article.objects.select_related("live", "scheduled"), pk=pk)
            if not allowed(request, article):
                raise PermissionDenied
            return page(request, article, self._context(request, article))

        return self.admin_site.admin_view(checked)

    def _context(self, request: HttpRequest, article: Article | None) -> dict[str, object]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": article,
            "title": str(article or _("Add an article")),
            "has_change_permission": self.has_change_permission(request, article),
            "has_delete_permission": self.has_delete_permission(request, article),
            "has_publish_permission": request.user.has_perm("blog.publish_article"),
        }

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: object = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        context = self._context(request, None) | {"has_change_permission": True}
        return views.editor(request, None, context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: object = None,
    ) -> HttpResponse:
        article = self.get_object(request, unquote(object_id))
        if article is None:
            raise Http404
        changes = request.method == "POST"
        allowed = self.has_change_permission if changes else self.has_view_permission
        if not allowed(request, article):
            raise PermissionDenied
        return views.editor(request, article, self._context(request, article))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: object = None
    ) -> HttpResponse:
        article = self.get_object(request, unquote(object_id))
        context = self._context(request, article) if article else {}
        return super().history_view(request, object_id, {"original": article, **context})

    @admin.display(description=_("state"))
    def standing(self, row: Article) -> str:
        now = timezone.now()
        newest: int = row.newest  # type: ignore[attr-defined]  # of `with_newest`
        both = [str(state(row, newest).label), scheduled_sentence(row, now)]
        return ". ".join(filter(None, both))


@admin.register(Author, Topic)
class AddressedAdmin(admin.ModelAdmin[Any]):
    """What has a page of its own keeps its address: nothing leads on from an old one."""

    list_display = ("name", "slug")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["slug"] if obj else []

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Model | None = None
    ) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ["name"]}


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin[Redirect]):
    """They come by themselves. Who deletes one lets the old address go."""

    list_display = ("slug", "article")
    list_select_related = ("article",)
    search_fields = ("slug", "article__title")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Redirect | None = None) -> bool:
        return False
