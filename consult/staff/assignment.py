"""The rules by which a new lead gets its owner, as an ordered list."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import ForeignKey, Max
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.leads.assignment import Line, covering
from consult.leads.models import AssignmentRule

ANY = gettext_lazy("Leave it empty for any, and for calls booked without an intake.")


class AssignmentRuleForm(forms.ModelForm[AssignmentRule]):
    class Meta:
        error_messages: ClassVar = {
            "position": {"unique": gettext_lazy("Another rule has this position: take another.")},
            "owner": {"required": gettext_lazy("Choose who gets these leads.")},
        }
        help_texts: ClassVar = {
            "position": gettext_lazy("The first rule in this order that applies decides."),
            "matrix": ANY,
            "temperature": ANY,
            "owner": gettext_lazy("Whoever is no longer active on staff is passed over."),
        }

    def clean(self) -> dict[str, Any]:
        """A rule that could never decide is refused, with the rule that stands in its way."""
        typed = super().clean() or self.cleaned_data
        if not self.errors:
            owner, matrix = typed["owner"].pk, typed["matrix"].pk if typed["matrix"] else None
            line = Line(typed["position"], matrix, typed["temperature"], owner)
            if before := covering(_lines(leaving_out=self.instance.pk), line):
                sentence = _(
                    "Rule %(position)d comes first and takes all of these leads, so this rule would"
                    " never decide. Give it a position before it, or change what it is for."
                )
                raise forms.ValidationError(sentence % {"position": before.position})
        return typed


def _lines(*, leaving_out: int | None = None) -> list[Line]:
    rules = AssignmentRule.objects.in_force()
    if leaving_out is not None:
        rules = rules.exclude(pk=leaving_out)
    return [rule.line() for rule in rules]


@admin.register(AssignmentRule)
class AssignmentRuleAdmin(admin.ModelAdmin[AssignmentRule]):
    form = AssignmentRuleForm
    fields = ("position", "matrix", "temperature", "owner")
    list_display = ("position", "any_matrix", "any_temperature", "owner", "note")
    list_select_related = ("matrix", "owner")
    ordering = ("position",)

    @admin.display(description=gettext_lazy("matrix"))
    def any_matrix(self, rule: AssignmentRule) -> str:
        return str(rule.matrix) if rule.matrix else _("Any")

    @admin.display(description=gettext_lazy("temperature"))
    def any_temperature(self, rule: AssignmentRule) -> str:
        return rule.get_temperature_display() or _("Any")

    @admin.display(description=gettext_lazy("note"), empty_value="")
    def note(self, rule: AssignmentRule) -> str:
        """Why it does not decide, where it does not."""
        if not (rule.owner.is_staff and rule.owner.is_active):
            return _("Passed over: the owner is not active on staff.")
        if before := covering(_lines(), rule.line()):
            return _("Never decides: rule %(position)d comes first.") % {
                "position": before.position
            }
        return ""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = {"title": _("Assignment rules")}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        last = AssignmentRule.objects.aggregate(last=Max("position"))["last"] or 0
        return {"position": last + 1, **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        if db_field.name == "owner":
            kwargs["queryset"] = User.objects.filter(is_staff=True, is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
