from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consult.intake.attachments.downloads import download, download_url
from consult.intake.funnel import admin as funnel_admin  # noqa: F401  registers its page
from consult.intake.models import Attachment, Intake
from consult.intake.record import brief_answers, page_facts, page_name
from consult.intake.resume_link import revoke
from consult.intake.source import Source
from consult.read_only import ReadOnly


class AttachmentInline(ReadOnly, admin.TabularInline[Attachment, Intake]):
    model = Attachment
    fields = readonly_fields = ("download", "content_type", "file_size", "added_at")
    extra = 0

    @admin.display(description=_("file"))
    def download(self, attachment: Attachment) -> SafeString:
        return format_html('<a href="{}">{}</a>', download_url(attachment), attachment.name)

    @admin.display(description=_("size"))
    def file_size(self, attachment: Attachment) -> str:
        return filesizeformat(attachment.size)


@admin.register(Intake)
class IntakeAdmin(ReadOnly, admin.ModelAdmin[Intake]):
    """To read only: what a visitor said is changed by the visitor."""

    list_display = ("__str__", "matrix_version", "article", "started_at", "submitted_at")
    list_filter = (("submitted_at", admin.EmptyFieldListFilter), "matrix_version__matrix")
    list_select_related = ("matrix_version__matrix",)
    date_hierarchy = "started_at"
    fields = (
        *("matrix_version", "came_from", "started_at", "submitted_at", "submission_id"),
        *("verdict", "saves"),
    )
    readonly_fields = ("came_from", "verdict", "saves")
    inlines: ClassVar = (AttachmentInline,)
    actions = ("revoke_links",)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(download)
        name = "intake_attachment_download"
        return [path("attachment/<int:pk>/", view, name=name), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context |= {"title": context["original"].matrix_version.matrix.title, "subtitle": None}
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("article"))
    def article(self, intake: Intake) -> str:
        return str(intake.source.get("article", ""))

    @admin.display(description=_("source"))
    def came_from(self, intake: Intake) -> SafeString:
        pairs = Source.model_validate(intake.source).in_words()
        return format_html_join("\n", "<p>{}: {}</p>", pairs)

    @admin.display(description=_("verdict"))
    def verdict(self, intake: Intake) -> SafeString:
        sentences = (intake.result or {}).get("explanation", [])
        return format_html_join("\n", "<p>{}</p>", ((sentence,) for sentence in sentences))

    @admin.display(description=_("what was saved"))
    def saves(self, intake: Intake) -> SafeString:
        matrix = intake.matrix_version.content
        saves = [
            {
                "page": page_name(matrix, step.key),
                "at": step.saved_at,
                "revision": step.revision,
                "facts": page_facts(matrix, step.key, step.data),
                "dropped": brief_answers(step.dropped),
            }
            for step in intake.steps.all()
        ]
        return render_to_string("admin/intake/intake/_saves.html", {"saves": saves})

    @admin.action(
        description=_("Switch off mailed links (it stays open in its first browser)"),
        permissions=["revoke"],
    )
    def revoke_links(self, request: HttpRequest, queryset: QuerySet[Intake]) -> None:
        for intake in queryset:
            first = intake.holders.order_by("pk").values_list("browser", flat=True).first()
            revoke(intake=intake, browser=first)
        count = len(queryset)
        text = ngettext(
            "The links of %d intake are switched off.",
            "The links of %d intakes are switched off.",
            count,
        )
        self.message_user(request, text % count, messages.SUCCESS)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("intake.change_intake")
