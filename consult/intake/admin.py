from __future__ import annotations

from typing import ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consult.intake.attachments.downloads import download, download_url
from consult.intake.funnel import admin as funnel_admin  # noqa: F401  registers its page
from consult.intake.models import Attachment, Intake, Step
from consult.intake.resume_link import revoke
from consult.read_only import ReadOnly


class StepInline(ReadOnly, admin.TabularInline[Step, Intake]):
    model = Step
    fields = readonly_fields = ("key", "data", "saved_at")
    extra = 0


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
    fields = ("submission_id", "matrix_version", "source", "started_at", "submitted_at", "verdict")
    readonly_fields = ("verdict",)
    inlines: ClassVar = (AttachmentInline, StepInline)
    actions = ("revoke_links",)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(download)
        name = "intake_attachment_download"
        return [path("attachment/<int:pk>/", view, name=name), *super().get_urls()]

    @admin.display(description=_("article"))
    def article(self, intake: Intake) -> str:
        return str(intake.source.get("article", ""))

    @admin.display(description=_("verdict"))
    def verdict(self, intake: Intake) -> SafeString:
        sentences = (intake.result or {}).get("explanation", [])
        return format_html_join("\n", "<p>{}</p>", ((sentence,) for sentence in sentences))

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
