from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.intake.fields import Text
from consult.quotes.models import Quote, QuoteVersion

_OUT_OF_DATE = _("This page was out of date. Read the quote below before you answer it.")


class VersionForm(forms.Form):
    """Names the version that the client has in front of them, which may not be the newest."""

    version = forms.ModelChoiceField(
        QuoteVersion.objects.none(),
        to_field_name="number",
        widget=forms.HiddenInput,
        error_messages={"required": _OUT_OF_DATE, "invalid_choice": _OUT_OF_DATE},
    )

    def __init__(self, *args: Any, quote: Quote, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = self.fields["version"]
        assert isinstance(version, forms.ModelChoiceField)
        version.queryset = quote.versions.exclude(status=QuoteVersion.Status.DRAFT)


class AcceptForm(VersionForm):
    name = Text(
        label=_("Your full name"),
        max_length=100,
        required=_("Enter your name, as you would sign."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    agreed = forms.BooleanField(
        label=_("I accept this quote."),
        error_messages={"required": _("Tick the box to accept this quote.")},
    )


class DeclineForm(VersionForm):
    reason = Text(
        label=_("What would have to be different? (optional)"),
        max_length=2000,
        lines=True,
        rows=4,
    )
