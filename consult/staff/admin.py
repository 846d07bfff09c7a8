"""Leads, on one screen each: the only pages that see every package at once."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey, OuterRef, QuerySet, Subquery
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.case.services import mail_data_link, replace_link, revoke_data_links
from consult.intake.attachments.downloads import PERMISSION
from consult.leads import services
from consult.leads.models import Activity, Case, Lead
from consult.quotes.services import draft
from consult.staff import assignment, review  # noqa: F401  they register their own pages
from consult.staff.lead_filters import LATEST_TEMPERATURE, ReviewFilter, TemperatureFilter
from consult.staff.lead_page import lead_page
from consult.staff.waiting import waiting_for


class LeadForm(forms.ModelForm[Lead]):
    note = forms.CharField(
        label=_("Add a note"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Only what was changed on this page is saved, not what changed behind it meanwhile.
        for name in {"stage", "owner"} & self.fields.keys():
            self.fields[name].show_hidden_initial = True


@admin.register(Lead)
class LeadAdmin(admin.ModelAdmin[Lead]):
    form = LeadForm
    list_display = (
        *("name", "stage", "temperature", "latest_case", "source_article", "opened_at", "owner"),
    )
    list_filter = (
        *("stage", TemperatureFilter, ("owner", admin.RelatedOnlyFieldListFilter), ReviewFilter),
    )
    list_select_related = ("owner",)
    search_fields = ("name", "email", "cases__reference")
    show_full_result_count = False
    fields = ("name", "email", "stage", "owner", "note")
    readonly_fields = ("name", "email")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Lead | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Lead | None = None) -> bool:
        """What the law makes us keep of a person stays as it is."""
        kept_by_law = obj is not None and obj.erased_at is not None
        return not kept_by_law and super().has_change_permission(request, obj)

    def get_fields(self, request: HttpRequest, obj: Lead | None = None) -> list[Any]:
        may_change = self.has_change_permission(request, obj)
        return [name for name in self.fields if may_change or name != "note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Lead]:
        newest = Case.objects.filter(lead=OuterRef("pk")).order_by("-opened_at")
        return (
            super()
            .get_queryset(request)
            .annotate(
                latest_reference=Subquery(newest.values("reference")[:1]),
                latest_article=Subquery(newest.values("source__article")[:1]),
                latest_temperature=LATEST_TEMPERATURE,
            )
        )

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        if db_field.name == "owner":
            kwargs["queryset"] = User.objects.filter(is_staff=True, is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        may_download = request.user.has_perm(PERMISSION)
        now = timezone.now()
        lead = context["original"]
        context |= {"title": lead.name, "subtitle": None}
        context |= lead_page(lead, now, with_downloads=may_download)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Lead, form: LeadForm, change: bool) -> None:
        by, now = cast(User, request.user), timezone.now()
        # Whoever is deleted this moment must not be written about afterwards, nor in the log.
        services.lock_lead(pk=obj.pk)
        if "stage" in form.changed_data:
            services.move_stage(lead=obj, stage=form.cleaned_data["stage"], by=by, now=now)
        if "owner" in form.changed_data:
            obj.save(update_fields=["owner"])
        if text := form.cleaned_data["note"]:
            kind = Activity.Kind.NOTE
            services.note(lead=obj, case=None, kind=kind, text=text, by=by, now=now)

    def response_change(self, request: HttpRequest, obj: Lead) -> HttpResponse:
        if "_data_link" in request.POST:
            self._mail_data_link(request, obj)
            return redirect(request.path)
        if "_revoke_data_links" in request.POST:
            self._revoke_data_links(request, obj)
            return redirect(request.path)
        pressed = [name for name in ("_draft_quote", "_replace_link") if name in request.POST]
        if not pressed:
            return super().response_change(request, obj)
        wanted = request.POST[pressed[0]]
        case = next((case for case in obj.cases.all() if str(case.pk) == wanted), None)
        if case is None:
            self.message_user(request, _("This lead has no such case."), messages.ERROR)
            return redirect(request.path)
        if pressed == ["_replace_link"]:
            self._replace_link(request, case)
            return redirect(request.path)
        if not request.user.has_perm("quotes.change_quoteversion"):
            raise PermissionDenied
        version = draft(case=case, now=timezone.now())
        return redirect("admin:quotes_quoteversion_change", version.pk)

    def _replace_link(self, request: HttpRequest, case: Case) -> None:
        if replace_link(case=case, by=cast(User, request.user), now=timezone.now()):
            said = (
                _("The link to case %(case)s is replaced. No mail brings the new one to spam.")
                if case.is_spam
                else _("The link to case %(case)s is replaced, and the new one is mailed.")
            )
            self.message_user(request, said % {"case": case}, messages.SUCCESS)
        else:
            said = _("The link to case %(case)s was not replaced: it had changed already.")
            self.message_user(request, said % {"case": case}, messages.WARNING)

    def _mail_data_link(self, request: HttpRequest, lead: Lead) -> None:
        by, now = cast(User, request.user), timezone.now()
        if mail_data_link(lead=lead, now=now):
            text = _("A link to everything kept was mailed to the person.")
            kind = Activity.Kind.NOTE
            services.note(lead=lead, case=None, kind=kind, text=str(text), by=by, now=now)
            self.message_user(request, text, messages.SUCCESS)
        else:
            said = _("No link was mailed: this address got three within a day, or was deleted.")
            self.message_user(request, said, messages.WARNING)

    def _revoke_data_links(self, request: HttpRequest, lead: Lead) -> None:
        lead.refresh_from_db()  # Whatever the person has done meanwhile, these links go.
        revoke_data_links(lead=lead, by=cast(User, request.user), now=timezone.now())
        said = _("The links to everything kept are revoked. A new one can be mailed.")
        self.message_user(request, said, messages.SUCCESS)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"title": _("Leads"), "waiting": waiting_for(request)}
        return super().changelist_view(request, context | (extra_context or {}))

    @admin.display(description=_("temperature"))
    def temperature(self, lead: Lead) -> str:
        known = lead.latest_temperature  # type: ignore[attr-defined]  # get_queryset
        return str(Case.Temperature(known).label) if known else ""

    @admin.display(description=_("latest case"))
    def latest_case(self, lead: Lead) -> str:
        return cast(str, lead.latest_reference)  # type: ignore[attr-defined]  # get_queryset

    @admin.display(description=_("source article"))
    def source_article(self, lead: Lead) -> str:
        return lead.latest_article or ""  # type: ignore[attr-defined]  # get_queryset
