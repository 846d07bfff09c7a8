"""What an intake says, in words: for the check page, and for whoever reads it afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from advisor.core.model import Matrix
from consult.intake.attachments.fields import name_and_size
from consult.intake.contact import Contact, channel_name
from consult.intake.models import Attachment, Intake
from consult.intake.questions import BRIEF, NAMED, PLANS, Saved, asked
from consult.intake.steps import CONTACT, TRAP, VERDICT, WEIGHTS, question_key, to_answers
from consult.phones import international
from consult.zones import readable

# What the pages are called that every matrix has, in their order.
PAGES: dict[str, StrPromise] = {
    VERDICT: gettext_lazy("Verdict"),
    BRIEF: gettext_lazy("Brief"),
    PLANS: gettext_lazy("Plans"),
    CONTACT: gettext_lazy("Contact"),
}
BESIDE: dict[str, StrPromise] = {
    WEIGHTS: gettext_lazy("Weights of your own"),
    TRAP: gettext_lazy("A field that people do not see"),
}


@dataclass(frozen=True)
class Fact:
    """One thing that was asked, and what was said: empty where an optional field was left so."""

    step: str
    label: str
    value: str


def facts_of(intake: Intake) -> list[Fact]:
    """The answers and the brief, without what was left empty and without personal data."""
    attached = intake.attachments.all()
    return given_facts(intake.matrix_version.content, intake.saved(), attached)


def given_facts(
    matrix: Matrix, saved: Saved, attached: Iterable[Attachment] | None = None
) -> list[Fact]:
    """The same of steps that are at hand already."""
    facts = (*answer_facts(matrix, saved), *brief_facts(saved, attached))
    return [fact for fact in facts if fact.value]


def all_facts(matrix: Matrix, saved: Saved) -> list[Fact]:
    """Everything that was saved, personal data and what was left empty included."""
    return [*answer_facts(matrix, saved), *brief_facts(saved), *contact_facts(saved)]


def answer_facts(matrix: Matrix, saved: Saved) -> Iterator[Fact]:
    answers = to_answers(matrix, saved)
    for criterion in matrix.criteria:
        if (step := question_key(criterion.key)) in saved:
            labels = ", ".join(option.label for option in answers.chosen(criterion))
            yield Fact(step, criterion.name, labels or _("Not sure"))
    changed = [f"{c.name} {answers.weight(c)}" for c in matrix.criteria if c.key in answers.weights]
    yield Fact(WEIGHTS, _("Weights of your own"), ", ".join(changed))


def brief_facts(saved: Saved, attached: Iterable[Attachment] | None = None) -> Iterator[Fact]:
    """Files are named only where it is known which are *attached*."""
    for page in (BRIEF, PLANS):
        answers = saved.get(page)
        if answers is not None:
            for question in asked(page, saved):
                said = question.said(answers.get(question.name, ""))
                yield Fact(page, str(question.fact), said)
            if page == BRIEF and attached is not None:
                yield files_fact(attached)


def files_fact(attached: Iterable[Attachment]) -> Fact:
    return Fact(BRIEF, _("Files"), "\n".join(name_and_size(one) for one in attached))


def contact_facts(saved: Saved) -> Iterator[Fact]:
    if CONTACT not in saved:
        return
    contact = Contact.model_validate(saved[CONTACT])
    yield Fact(CONTACT, _("Name"), contact.name)
    yield Fact(CONTACT, _("E-mail"), contact.email)
    yield Fact(CONTACT, _("Company"), contact.company)
    yield Fact(CONTACT, _("Phone or WhatsApp"), international(contact.phone))
    yield Fact(CONTACT, _("Answer by"), channel_name(contact.preferred_channel))
    yield Fact(CONTACT, _("Time zone"), readable(contact.time_zone))
    yield Fact(CONTACT, _("Consent"), contact.consent_wording)


def page_name(matrix: Matrix, key: str) -> str:
    questions = {question_key(c.key): c.name for c in matrix.criteria}
    return str({**questions, **PAGES, **BESIDE}.get(key, key))


def page_facts(matrix: Matrix, key: str, data: Mapping[str, Any]) -> list[Fact]:
    """What the page *key* held when it was saved, whatever was saved before or after it."""
    if key in (BRIEF, PLANS):
        return brief_answers(data)
    if key == TRAP:
        return [Fact(key, page_name(matrix, key), str(data.get("text", "")))]
    facts = contact_facts({key: data}) if key == CONTACT else answer_facts(matrix, {key: data})
    return [fact for fact in facts if fact.step == key and fact.value]


def brief_answers(answers: Mapping[str, Any]) -> list[Fact]:
    """Answers by the names of their questions, also to those that do not apply any more."""
    return [
        Fact(question.page, str(question.fact), question.said(str(answers[name])))
        for name, question in NAMED.items()
        if answers.get(name)
    ]
