from __future__ import annotations

import uuid
from datetime import UTC, datetime

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consult.bookings.picker import Picker
from consult.intake.contact import CONSENT_WORDING, Contact, consented
from consult.intake.fields import Email, ZoneSelect, name_field
from consult.zones import time_zones, zone_choices

UNKNOWN_ZONE = _("Choose your time zone from the list, then choose a time again.")


class ZoneForm(forms.Form):
    """The visitor's time zone, in the query of the page."""

    tz = forms.ChoiceField(label=_("Your time zone"))

    def __init__(self, picker: Picker, *, chosen: bool) -> None:
        super().__init__(initial={"tz": picker.zone.key})
        field = self.fields["tz"]
        field.widget = ZoneSelect(
            choices=zone_choices(),
            attrs={"data-time-zone": "kept" if chosen else "", "data-submit-on-change": True},
        )


class SlotForm(forms.Form):
    """A time for somebody whose case is known."""

    starts_at = forms.CharField(
        # The times stand beside the list of zones, outside the form that they belong to.
        widget=forms.RadioSelect(attrs={"class": "chips", "form": "booking"}),
        error_messages={"required": _("Choose a time.")},
    )
    time_zone = forms.CharField(widget=forms.HiddenInput, error_messages={"required": UNKNOWN_ZONE})
    submission_id = forms.CharField(widget=forms.HiddenInput, required=False)

    def offer(self, picker: Picker) -> None:
        """Let the visitor choose among the slots of the picker's day."""
        field = self["starts_at"]
        if picker.day:
            field.label = gettext("Time on %(day)s") % {
                "day": date_format(picker.day, "WEEKDAY_FORMAT")
            }
        field.help_text = gettext("Times are in %(zone)s.") % {"zone": picker.zone_name}
        widget = field.field.widget
        assert isinstance(widget, forms.RadioSelect)
        widget.choices = picker.choices

    def clean_starts_at(self) -> datetime:
        try:
            starts_at = datetime.fromisoformat(self.cleaned_data["starts_at"])
            # Far years cannot be shown in every time zone, and nobody books them.
            if starts_at.tzinfo is None or not 2000 <= starts_at.year < 3000:
                raise ValueError
            return starts_at.astimezone(UTC)
        except (ValueError, OverflowError) as reason:
            raise forms.ValidationError(_("Choose one of the times shown.")) from reason

    def clean_time_zone(self) -> str:
        time_zone: str = self.cleaned_data["time_zone"]
        if time_zone not in time_zones():
            raise forms.ValidationError(UNKNOWN_ZONE)
        return time_zone

    def clean_submission_id(self) -> uuid.UUID:
        """A form whose id was lost on the way is as good as a new one."""
        try:
            return uuid.UUID(self.cleaned_data["submission_id"])
        except ValueError:
            return uuid.uuid4()


class NewcomerForm(SlotForm):
    """A time, and who asks for it."""

    name = name_field()
    email = Email(
        help_text=_("The confirmation, with a file for your calendar, goes to this address.")
    )
    consent = forms.BooleanField(
        label=CONSENT_WORDING,
        error_messages={"required": _("Tick the box: without it we may not keep your booking.")},
    )

    def contact(self, now: datetime) -> Contact:
        """Who was typed, with the consent given at *now*. Only for a valid form."""
        typed = {key: self.cleaned_data[key] for key in ("name", "email", "time_zone")}
        return Contact.model_validate({**typed, **consented(now=now)})
