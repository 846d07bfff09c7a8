from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consult.followups.rules import OPTIONAL
from consult.intake.fields import Email

# What each of the optional mails is, to somebody who decides whether to get it.
MAILS = {
    "booking-reminder": _("A reminder before a call"),
    "quote-follow-up": _("One question about a quote, a few days after it was sent"),
    "advice": _("Word when the matrix behind the verdict is revised and says something else"),
}


class MailsForm(forms.Form):
    wanted = forms.MultipleChoiceField(
        label=_("Also mail me"),
        required=False,
        choices=[(kind, MAILS[kind]) for kind in OPTIONAL],
        widget=forms.CheckboxSelectMultiple,
    )


class AddressForm(forms.Form):
    email = Email(help_text=_("The one that you wrote to us with."))


class DeleteForm(forms.Form):
    agreed = forms.BooleanField(
        label=_("Delete it. I know that this cannot be undone."),
        error_messages={"required": _("Tick the box if everything is to be deleted.")},
    )
