"""The forms of an intake. The `cleaned_data` of each is the JSON document of its step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise
from pydantic import BaseModel, ValidationError

from advisor.core.model import Criterion, Matrix
from consult.intake.brief import Brief, Budget, Stage, Timeline
from consult.intake.contact import CHANNELS, CONSENT_WORDING, Contact, consented
from consult.intake.fields import Email, Text, ZoneSelect, name_field
from consult.intake.steps import BRIEF, CONTACT, VERDICT, WEIGHTS, Saved, question_key
from consult.zones import zone_choices

# A hyphen, so that it can never be the key of an option.
NOT_SURE = "not-sure"
ALL_THAT_APPLY = _("Choose all that apply.")
UNKNOWN_CHOICE = _("Choose one of the answers on this page.")


class QuestionForm(forms.Form):
    def __init__(self, criterion: Criterion, saved: Any, data: QueryDict | None) -> None:
        super().__init__(data)
        multiple = criterion.choice == "multiple"
        kind = forms.MultipleChoiceField if multiple else forms.ChoiceField
        chosen = None if saved is None else saved["options"] or [NOT_SURE]
        self.fields["answer"] = kind(
            label=criterion.question,
            help_text=format_html("{} {}", criterion.why, ALL_THAT_APPLY if multiple else ""),
            choices=[*((o.key, o.label) for o in criterion.options), (NOT_SURE, _("Not sure"))],
            widget=forms.CheckboxSelectMultiple if multiple else forms.RadioSelect,
            initial=chosen if multiple or chosen is None else chosen[0],
            error_messages={
                "required": _("Choose an answer, or “Not sure”."),
                "invalid_choice": UNKNOWN_CHOICE,
                "invalid_list": UNKNOWN_CHOICE,
            },
        )

    def clean_answer(self) -> list[str]:
        answer: str | list[str] = self.cleaned_data["answer"]
        chosen = [answer] if isinstance(answer, str) else answer
        if NOT_SURE not in chosen:
            return list(dict.fromkeys(chosen))
        if len(chosen) > 1:
            raise forms.ValidationError(_("Choose either what applies, or “Not sure”."))
        return []

    def clean(self) -> dict[str, Any]:
        return {"options": self.cleaned_data.get("answer", [])}


class WeightsForm(forms.Form):
    def __init__(self, matrix: Matrix, saved: Any, data: QueryDict | None) -> None:
        super().__init__(data)
        self.matrix = matrix
        for criterion in matrix.criteria:
            self.fields[f"w.{criterion.key}"] = forms.TypedChoiceField(
                label=criterion.name,
                choices=[
                    (0, _("0: does not matter")),
                    *((n, str(n)) for n in (1, 2, 3, 4)),
                    (5, _("5: matters most")),
                ],
                coerce=int,
                initial=(saved or {}).get(criterion.key, criterion.weight),
                error_messages={
                    "required": _("Choose a weight from 0 to 5."),
                    "invalid_choice": _("Choose a weight from 0 to 5."),
                },
            )

    def clean(self) -> dict[str, int]:
        criteria = self.matrix.criteria
        chosen = {c.key: self.cleaned_data.get(f"w.{c.key}", c.weight) for c in criteria}
        if not any(chosen.values()):
            raise forms.ValidationError(_("Give at least one criterion a weight above 0."))
        return {c.key: chosen[c.key] for c in criteria if chosen[c.key] != c.weight}


def _domain_data(
    form: forms.Form, model: type[BaseModel], values: dict[str, Any]
) -> dict[str, Any]:
    """What a form has cleaned, as the model that has the last word: its faults become errors."""
    if form.errors:
        return {}
    try:
        return model.model_validate(values).model_dump(mode="json")
    except ValidationError as error:
        for one in error.errors(include_url=False, include_context=False):
            field = str(one["loc"][0]) if one["loc"] else ""
            sentence = _("This cannot be used as it is. Please write it in another way.")
            form.add_error(field if field in form.fields else None, sentence)
        return {}


def _radios(
    label: StrPromise, choices: Any, required: StrPromise, **kwargs: Any
) -> forms.ChoiceField:
    messages = {"required": required, "invalid_choice": UNKNOWN_CHOICE}
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=messages, **kwargs
    )


class BriefForm(forms.Form):
    what = Text(
        label=_("What is being built?"),
        help_text=_("For whom, and what it should do. A few sentences are enough."),
        max_length=2000,
        lines=True,
        required=_("Write in a sentence or two what is being built."),
    )
    stage = _radios(_("Where does it stand?"), Stage.choices, _("Choose where it stands."))
    integrations = Text(
        label=_("Which other systems does it talk to? (optional)"),
        max_length=1000,
        lines=True,
        rows=2,
    )
    timeline = _radios(
        _("When must it be live?"), Timeline.choices, _("Choose when it must be live.")
    )
    budget = _radios(
        _("Which budget is planned?"),
        Budget.choices,
        _("Choose a budget, or “Prefer not to say”."),
    )
    notes = Text(label=_("Anything else we should know? (optional)"), max_length=5000, lines=True)

    def clean(self) -> dict[str, Any]:
        return _domain_data(self, Brief, self.cleaned_data)


class ContactForm(forms.Form):
    name = name_field()
    email = Email()
    company = Text(
        label=_("Company (optional)"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    phone = Text(
        label=_("Phone or WhatsApp (optional)"),
        help_text=_("With the country code, such as +49 30 5550100."),
        max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
        validators=[
            RegexValidator(
                r"^\+?[0-9][0-9 ()/.-]{4,}\Z", _("Enter a number such as +49 30 5550100.")
            )
        ],
    )
    preferred_channel = _radios(
        _("How shall we answer?"),
        CHANNELS,
        _("Choose how we shall answer."),
        initial="email",
    )
    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        choices=zone_choices,
        widget=ZoneSelect,
        error_messages={
            "required": _("Choose your time zone."),
            "invalid_choice": _("Choose a time zone from the list."),
        },
    )
    consent = forms.BooleanField(
        label=CONSENT_WORDING,
        error_messages={"required": _("Tick the box: without it we may not answer you.")},
    )

    def __init__(self, saved: Any, data: QueryDict | None, now: datetime) -> None:
        zone = {"time_zone": settings.PRACTICE["time_zone"]}
        super().__init__(data, initial={**saved, "consent": True} if saved else zone)
        self.now = now
        # The page's script fills in the browser's own zone, unless one was chosen before.
        chosen = saved is not None or data is not None
        self.fields["time_zone"].widget.attrs["data-time-zone"] = "kept" if chosen else ""

    def clean(self) -> dict[str, Any]:
        typed = {key: value for key, value in self.cleaned_data.items() if key != "consent"}
        if typed.get("preferred_channel") in ("phone", "whatsapp") and typed.get("phone") == "":
            self.add_error("phone", _("Enter a number, or choose to be answered by e-mail."))
        return _domain_data(self, Contact, {**typed, **consented(now=self.now)})


class CheckForm(forms.Form):
    submission_id = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("This page arrived incomplete. Check it and submit again."),
            "invalid": _("This page arrived damaged. Check it and submit again."),
        },
    )


def step_form(
    key: str, matrix: Matrix, saved: Saved, data: QueryDict | None, now: datetime
) -> forms.Form:
    """The form of the page *key*, which is one of the matrix's steps or the weights."""
    fixed: dict[str, Callable[[], forms.Form]] = {
        VERDICT: lambda: forms.Form(data),
        WEIGHTS: lambda: WeightsForm(matrix, saved.get(WEIGHTS), data),
        BRIEF: lambda: BriefForm(data, initial=saved.get(BRIEF)),
        CONTACT: lambda: ContactForm(saved.get(CONTACT), data, now),
    }
    if key in fixed:
        return fixed[key]()
    criterion = next(c for c in matrix.criteria if question_key(c.key) == key)
    return QuestionForm(criterion, saved.get(key), data)
