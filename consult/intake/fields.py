"""Form fields for text from outside: what cannot be stored or shown is refused with a sentence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from advisor.core.problems import UNPRINTABLE
from consult.addresses import readable
from consult.zones import time_zones, zone_choices

# Enough of it for staff to see what it is.
MOST_UNSEEN = 200
TOO_LONG = _("Shorten this to %(limit_value)s characters. It has %(show_value)s.")


class Text(forms.CharField):
    """One line or several. Bytes that were no text arrive as U+FFFD, and are refused as well."""

    def __init__(
        self, *, lines: bool = False, required: StrPromise | str = "", **kwargs: Any
    ) -> None:
        """*required*: the sentence that asks for it, where it may not be empty."""
        messages: dict[str, StrPromise | str] = {"required": required, "max_length": TOO_LONG}
        if lines:
            kwargs["widget"] = forms.Textarea(attrs={"rows": kwargs.pop("rows", 5)})
        self.lines = lines
        super().__init__(required=bool(required), error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if UNPRINTABLE.search(text) or "\N{REPLACEMENT CHARACTER}" in text:
            raise ValidationError(_("Remove the characters that cannot be read from this text."))
        if "\n" in text and not self.lines:
            raise ValidationError(_("Write this on one line."))
        return text

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # Without maxlength: a browser would cut off pasted text without a word.
        return {
            name: value
            for name, value in super().widget_attrs(widget).items()
            if name != "maxlength"
        }


def name_field() -> Text:
    """A person's name, on one line because it goes into the headers of mails."""
    return Text(
        label=_("Name"),
        max_length=100,
        required=_("Enter your name."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words"}),
    )


class Email(forms.EmailField):
    """The address that our mails go to."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("E-mail"),
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
            error_messages={
                "required": _("Enter your e-mail address."),
                "invalid": _("Enter an e-mail address such as name@example.org."),
                "max_length": _("Enter an e-mail address of at most %(limit_value)s characters."),
            },
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        return readable(super().to_python(value) or "")

    def validate(self, value: Any) -> None:
        super().validate(value)
        # Hardly any mail server delivers to a local part that is quoted or not ASCII. A lead is
        # kept by its address in lower case, which a few letters make longer than its column.
        local = value.rpartition("@")[0]
        if '"' in value or not local.isascii() or len(value.lower()) > len(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class Phone(Text):
    """A number as people write it. Which one it is depends on the country: see `e164`."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Phone or WhatsApp (optional)"),
            help_text=_("With the country code, such as +49\u00a030\u00a05550100."),
            max_length=32,
            widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel", "dir": "ltr"}),
        )


class Unseen(forms.Field):
    """A field that no person sees: whatever is in it, a program wrote, and nothing is refused.

    Its name is none that browsers or password managers fill in from an address book, and the
    latter are told so each in their own way.
    """

    def __init__(self) -> None:
        attrs = {
            "autocomplete": "off",
            "tabindex": "-1",
            "data-1p-ignore": "",
            "data-bwignore": "",
            "data-form-type": "other",
            "data-lpignore": "true",
        }
        super().__init__(
            required=False,
            label=_("Leave this empty"),
            widget=forms.TextInput(attrs=attrs),
            template_name="forms/unseen.html",
        )

    def to_python(self, value: Any) -> str:
        return UNPRINTABLE.sub("", str(value or ""))[:MOST_UNSEEN].strip()


class ZoneSelect(forms.Select):
    """Six hundred options from one template: Django's own renders two for each of them."""

    template_name = "intake/zone_select.html"


class ZoneField(forms.ChoiceField):
    """Django would compare six hundred choices one by one, and each in three ways."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=zone_choices, widget=ZoneSelect, **kwargs)

    def valid_value(self, value: str) -> bool:
        return value in time_zones()
