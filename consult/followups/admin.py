from __future__ import annotations

from typing import ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consult.devmail import html_part
from consult.followups.models import Message
from consult.followups.services import send_again
from consult.read_only import ReadOnly


@admin.register(Message)
class MessageAdmin(ReadOnly, admin.ModelAdmin[Message]):
    """To read only: what was sent stays as it was sent."""

    list_display = ("kind", "case", "recipient", "state", "reason", "due_at", "sent_at", "attempts")
    list_select_related = ("case",)
    list_filter = ("state", "kind")
    search_fields = ("recipient", "case__reference", "idempotency_key")
    ordering = ("-queued_at", "-pk")
    actions = ("send_again",)
    fieldsets: ClassVar = [
        (
            None,
            {
                "fields": [
                    *("subject", "kind", "recipient"),
                    *("case", "intake", "booking", "quote_version", "advice"),
                ]
            },
        ),
        (
            _("Delivery"),
            {"fields": ["state", "reason", "attempts", ("queued_at", "due_at", "sent_at")]},
        ),
        (_("Content"), {"fields": ["plain_text", "preview", "calendar"]}),
        (_("For tracing"), {"fields": ["message_id", "idempotency_key"]}),
    ]
    readonly_fields = ("plain_text", "preview")

    @admin.display(description=_("plain text"))
    def plain_text(self, message: Message) -> str:
        return format_html('<pre class="mail-text">{}</pre>', message.text)

    @admin.display(description=_("as shown"))
    def preview(self, message: Message) -> str:
        return format_html(
            '<iframe class="mail-preview" sandbox="allow-popups allow-popups-to-escape-sandbox"'
            ' src="{}" title="{}" width="760" height="720"></iframe>',
            reverse("admin:followups_message_html", args=[message.pk]),
            message.subject,
        )

    @admin.action(description=_("Send again (failed or unknown only)"), permissions=["send"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        count = send_again(queryset.values_list("pk", flat=True), now=timezone.now())
        text = ngettext("%d message is queued again.", "%d messages are queued again.", count)
        level = messages.SUCCESS if count else messages.WARNING
        self.message_user(request, text % count, level)

    def get_urls(self) -> list[URLPattern]:
        html = self.admin_site.admin_view(self.html)
        own = path("<int:pk>/html/", html, name="followups_message_html")
        return [own, *super().get_urls()]

    def html(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The HTML part, to be framed by the page above: no script, nothing from elsewhere."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        message = get_object_or_404(Message, pk=pk)
        return html_part(message.html)

    def has_send_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("followups.change_message")
