"""The forms of an intake. The `cleaned_data` of each is what is saved, by the keys of steps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise
from pydantic import ValidationError

from advisor.core.model import Criterion, Matrix
from consult.intake.attachments.fields import FILES, files_field
from consult.intake.contact import CHANNELS, CONSENT_WORDING, Contact, consented
from consult.intake.fields import Email, Phone, Text, Unseen, ZoneField, name_field
from consult.intake.half_written import entered
from consult.intake.questions import BRIEF, PLANS, Question, Saved, asked
from consult.intake.run import Run, content
from consult.intake.steps import CONTACT, TRAP, VERDICT, WEIGHTS, page_of, question_key
from consult.phones import BadNumber, e164, international
from consult.zones import region_of

Data = QueryDict | None

# The one name that a form has already, and a criterion's key may be.
FORGERY = "csrfmiddlewaretoken"
# A hyphen, so that it can never be the key of an option.
NOT_SURE = "not-sure"
ALL_THAT_APPLY = _("Choose all that apply.")
UNKNOWN_CHOICE = _("Choose one of the answers on this page.")


class QuestionsForm(forms.Form):
    """A page of the matrix's questions, each a field by the key of its criterion, if it is free."""

    def __init__(self, criteria: Sequence[Criterion], saved: Saved, data: Data) -> None:
        super().__init__(data)
        # The same sentence for several fields says nothing without their names.
        self.names_fields = len(criteria) > 1
        for criterion in criteria:
            self.fields[_free(criterion.key)] = _question(
                criterion, saved.get(question_key(criterion.key))
            )

    def clean(self) -> dict[str, Any]:
        for key, answer in list(self.cleaned_data.items()):
            if isinstance(answer, list) and NOT_SURE in answer and len(answer) > 1:
                self.add_error(key, _("Choose either what applies, or “Not sure”."))
        answers = self.cleaned_data.items()
        return {question_key(name.rstrip("-")): _options(answer) for name, answer in answers}


def _free(key: str) -> str:
    """The name of a criterion's field: a hyphen sets it apart from that of the form itself."""
    return f"{key}-" if key == FORGERY else key


def _question(criterion: Criterion, saved: Any) -> forms.Field:
    multiple = criterion.choice == "multiple"
    kind = forms.MultipleChoiceField if multiple else forms.ChoiceField
    chosen = None if saved is None else saved["options"] or [NOT_SURE]
    return kind(
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


def _options(answer: str | list[str]) -> dict[str, list[str]]:
    """What is saved of an answer: the keys of its options, and none for "not sure"."""
    chosen = [answer] if isinstance(answer, str) else answer
    return {"options": [] if NOT_SURE in chosen else list(dict.fromkeys(chosen))}


class WeightsForm(forms.Form):
    names_fields = True

    def __init__(self, matrix: Matrix, saved: Saved, data: Data) -> None:
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
                initial=saved.get(WEIGHTS, {}).get(criterion.key, criterion.weight),
                error_messages={
                    "required": _("Choose a weight from 0 to 5."),
                    "invalid_choice": _("Choose a weight from 0 to 5."),
                },
            )

    def clean(self) -> dict[str, Any]:
        criteria = self.matrix.criteria
        chosen = {c.key: self.cleaned_data.get(f"w.{c.key}", c.weight) for c in criteria}
        if not any(chosen.values()):
            first = f"w.{criteria[0].key}"
            self.add_error(first, _("Give at least one criterion a weight above 0."))
        return {WEIGHTS: {c.key: chosen[c.key] for c in criteria if chosen[c.key] != c.weight}}


class VerdictForm(forms.Form):
    """Nothing is asked on the page of the verdict; what is saved is that it was seen."""

    def clean(self) -> dict[str, Any]:
        return {VERDICT: {}}


class BriefForm(forms.Form):
    """A page of the brief: its questions that apply after what was saved."""

    def __init__(self, page: str, saved: Saved, data: Data) -> None:
        super().__init__(data, initial=saved.get(page))
        self.page = page
        for question in asked(page, saved):
            self.fields[question.name] = _brief_field(question)
        # What a page still asked that another tab has outdated: the save takes it out, and says so.
        sent = {name: value for name, value in (data or {}).items() if isinstance(value, str)}
        others = entered(page, sent).items()
        self.outdated = {name: value for name, value in others if value and name not in self.fields}
        if page == BRIEF:
            self.fields[FILES] = files_field()

    def clean(self) -> dict[str, Any]:
        answers = {name: value for name, value in self.cleaned_data.items() if name != FILES}
        return {self.page: {**answers, **self.outdated}}


def _brief_field(question: Question) -> forms.Field:
    if question.choices:
        return _radios(question.label, question.choices, question.required)
    return Text(
        label=question.label,
        help_text=question.hint,
        max_length=question.most,
        lines=True,
        rows=question.rows,
        required=question.required,
    )


def _radios(
    label: StrPromise, choices: Any, required: StrPromise | str, **kwargs: Any
) -> forms.ChoiceField:
    messages = {"required": required, "invalid_choice": UNKNOWN_CHOICE}
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=messages, **kwargs
    )


class ContactForm(forms.Form):
    name = name_field()
    email = Email()
    company = Text(
        label=_("Company (optional)"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "autocapitalize": "words"}),
    )
    phone = Phone()
    preferred_channel = _radios(
        _("How should we answer?"),
        CHANNELS,
        _("Choose how we should answer."),
        initial="email",
    )
    time_zone = ZoneField(
        label=_("Your time zone"),
        error_messages={
            "required": _("Choose your time zone."),
            "invalid_choice": _("Choose a time zone from the list."),
        },
    )
    consent = forms.BooleanField(
        label=CONSENT_WORDING,
        error_messages={"required": _("Tick the box: without it we may not answer you.")},
    )
    # Programs that write into whatever they find like a subject; no address book has one.
    subject = Unseen()

    def __init__(self, saved: Saved, data: Data, now: datetime) -> None:
        self.before: dict[str, Any] | None = saved.get(CONTACT)
        super().__init__(data, initial=self._initial())
        self.now = now
        # The page's script fills in the browser's own zone, unless one was chosen before.
        chosen = self.before is not None or data is not None
        self.fields["time_zone"].widget.attrs["data-time-zone"] = "kept" if chosen else ""

    def _initial(self) -> dict[str, Any]:
        if self.before is None:
            return {"time_zone": settings.PRACTICE["time_zone"]}
        number = international(self.before["phone"])
        return {**self.before, "phone": number, "consent": True}

    def clean(self) -> dict[str, Any]:
        typed = dict(self.cleaned_data)
        typed.pop("consent", None)
        unseen = typed.pop("subject", "")
        if typed.get("phone"):
            try:
                typed["phone"] = e164(typed["phone"], region_of(typed.get("time_zone", "")))
            except BadNumber as error:
                self.add_error("phone", error.sentence)
        if typed.get("preferred_channel") in ("phone", "whatsapp") and typed.get("phone") == "":
            self.add_error("phone", _("Enter a number, or choose to be answered by e-mail."))
        if self.errors:
            return {}
        try:
            contact = Contact.model_validate({**typed, **consented(now=self.now)})
        except ValidationError as error:
            self._take_over(error)
            return {}
        saved = contact.model_dump(mode="json")
        # Sent again as it was, it was agreed to when it was first sent.
        same = self.before is not None and content(saved) == content(self.before)
        trapped = {TRAP: {"text": unseen}} if unseen else {}
        return {CONTACT: self.before if same else saved, **trapped}

    def _take_over(self, error: ValidationError) -> None:
        """The faults that the model finds, which has the last word."""
        for one in error.errors(include_url=False, include_context=False):
            field = str(one["loc"][0]) if one["loc"] else ""
            sentence = _("This cannot be used as it is. Please write it in another way.")
            self.add_error(field if field in self.fields else None, sentence)


def step_form(key: str, run: Run, data: Data, now: datetime) -> forms.Form:
    """The form of the page *key*. Its `cleaned_data` is what is saved, by the keys of steps."""
    matrix, saved = run.matrix, run.saved
    if key == VERDICT:
        return VerdictForm(data)
    if key == WEIGHTS:
        return WeightsForm(matrix, saved, data)
    if key in (BRIEF, PLANS):
        return BriefForm(key, saved, data)
    if key == CONTACT:
        return ContactForm(saved, data, now)
    page = page_of(run, key)
    return QuestionsForm([c for c in matrix.criteria if question_key(c.key) in page], saved, data)
