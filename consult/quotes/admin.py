from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminIntegerFieldWidget
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from consult.quotes import services
from consult.quotes.models import LineItem, QuoteVersion
from consult.quotes.pricing import totals


class QuoteVersionForm(forms.ModelForm[QuoteVersion]):
    def clean_valid_until(self) -> date:
        valid_until: date = self.cleaned_data["valid_until"]
        if valid_until > timezone.localdate() + timedelta(days=366):
            raise forms.ValidationError(_("Choose a date within a year."))
        return valid_until


class LineItemForm(forms.ModelForm[LineItem]):
    position = forms.IntegerField(
        label=_("Position"),
        required=False,
        min_value=1,
        max_value=999,
        widget=AdminIntegerFieldWidget,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["position"] = None


class LineItemFormSet(forms.BaseInlineFormSet[LineItem, QuoteVersion, forms.ModelForm[LineItem]]):
    def add_fields(self, form: forms.ModelForm[LineItem], index: int | None) -> None:
        super().add_fields(form, index)
        # In the admin's table only the head of a column says what its fields are.
        for field in form.fields.values():
            field.widget.attrs["aria-label"] = field.label

    def clean(self) -> None:
        """Lines without a position come last, in the order in which they stand in the form."""
        super().clean()
        saved = [line.position or 0 for line in self.get_queryset()]
        typed = [form.cleaned_data.get("position") or 0 for form in self.forms]
        last = max([0, *saved, *typed])
        for form in self.forms:
            if form.has_changed() and form.cleaned_data.get("position") is None:
                last += 1
                form.instance.position = last

    def save(self, commit: bool = True) -> list[LineItem]:
        """Where a position was typed that is taken, what stands there moves down."""
        lines = super().save(commit)
        typed = {form.instance.pk for form in self.forms if "position" in form.changed_data}
        last = 0
        for line in sorted(
            self.instance.lines.all(), key=lambda line: (line.position, line.pk not in typed)
        ):
            last = max(line.position, last + 1)
            if line.position != last:
                line.position = last
                line.save(update_fields=["position"])
        return lines


class LineItemInline(admin.TabularInline[LineItem, QuoteVersion]):
    model = LineItem
    form = LineItemForm
    formset = LineItemFormSet
    extra = 1
    fields = ("position", "description", "quantity", "unit_price", "tax_percent", "net")
    readonly_fields = ("net",)

    @admin.display(description=_("net"))
    def net(self, line: LineItem) -> str:
        return number_format(line.priced().net, 2, force_grouping=True) if line.pk else ""


@admin.register(QuoteVersion)
class QuoteVersionAdmin(admin.ModelAdmin[QuoteVersion]):
    """Drafts are edited and sent here. What was sent can be read and revised, never changed."""

    form = QuoteVersionForm
    inlines = (LineItemInline,)
    list_display = ("__str__", "client", "title", "status", "valid_until", "sent_at")
    list_filter = ("status",)
    list_select_related = ("quote__case__lead",)
    search_fields = ("title", "quote__case__reference", "quote__case__lead__name")
    fieldsets: ClassVar = [
        (None, {"fields": ["lead", "status", "page", "answer"]}),
        (_("Terms"), {"fields": ["title", "introduction", "currency", "valid_until", "total"]}),
    ]
    readonly_fields = ("lead", "status", "page", "answer", "total")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: QuoteVersion | None = None) -> bool:
        is_draft = obj is None or obj.status == QuoteVersion.Status.DRAFT
        return is_draft and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: QuoteVersion | None = None) -> bool:
        return False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> QuoteVersion | None:
        """Locked while it is being saved, so that it cannot be sent at the same moment."""
        version = super().get_object(request, object_id, from_field)
        if version and request.method == "POST":
            return services.lock(version)
        return version

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        try:
            return super().change_view(request, object_id, form_url, extra_context)
        except PermissionDenied:
            if request.method != "POST" or not self.has_view_permission(request):
                raise
            # Sent in another tab, or twice by a double click.
            self.message_user(request, _("This version has been sent already."), messages.WARNING)
            return HttpResponseRedirect(request.path)

    def response_change(self, request: HttpRequest, obj: QuoteVersion) -> HttpResponse:
        if "_send" not in request.POST:
            return super().response_change(request, obj)
        try:
            services.send(version=obj, now=timezone.now(), by=cast(User, request.user))
        except services.Refused as refusal:
            saved = gettext("Saved, but not sent.")
            self.message_user(request, f"{saved} {refusal.sentence}", messages.ERROR)
        else:
            self.message_user(request, _("Saved and sent to the client."), messages.SUCCESS)
        return HttpResponseRedirect(request.path)

    def get_urls(self) -> list[URLPattern]:
        revise = self.admin_site.admin_view(self.revise)
        return [
            path("<int:pk>/revise/", revise, name="quotes_quoteversion_revise"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def revise(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        version = get_object_or_404(QuoteVersion, pk=pk)
        try:
            version = services.revise(version=version, now=timezone.now())
        except services.Refused as refusal:
            self.message_user(request, refusal.sentence, messages.ERROR)
        return redirect("admin:quotes_quoteversion_change", version.pk)

    @admin.display(description=_("client"))
    def client(self, version: QuoteVersion) -> str:
        return version.quote.case.lead.name

    @admin.display(description=_("lead"))
    def lead(self, version: QuoteVersion) -> SafeString:
        case = version.quote.case
        url = reverse("admin:leads_lead_change", args=[case.lead_id])
        return format_html('<a href="{}">{}</a>, {}', url, case.lead.name, case.reference)

    @admin.display(description=_("client's page"))
    def page(self, version: QuoteVersion) -> SafeString | str:
        if version.quote.shown() is None:
            return gettext("There from the moment it is sent.")
        url = version.quote.get_absolute_url()
        return format_html('<a href="{}">{}</a>', url, gettext("Open the client's page"))

    @admin.display(description=_("answer"))
    def answer(self, version: QuoteVersion) -> str:
        if version.status == QuoteVersion.Status.ACCEPTED:
            acceptance = version.acceptance
            what = gettext("Accepted by %(name)s from %(address)s, SHA-256 %(hash)s")
            return what % {
                "name": acceptance.name,
                "address": acceptance.address or gettext("an unknown address"),
                "hash": acceptance.content_hash,
            }
        return version.decline_reason or "-"

    @admin.display(description=_("total"))
    def total(self, version: QuoteVersion) -> str:
        """As saved: lines that are being typed count from the next save."""
        sums = totals(version.offer().lines)
        net, tax, gross = (
            number_format(amount, 2, force_grouping=True)
            for amount in (sums.net, sums.tax, sums.gross)
        )
        what = gettext("%(currency)s %(gross)s (net %(net)s, tax %(tax)s)")
        return what % {"currency": version.currency, "gross": gross, "net": net, "tax": tax}
