"""What an intake says, in words: for the check page, and for whoever reads it afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from advisor.core.model import Matrix
from consult.intake.attachments.fields import name_and_size
from consult.intake.contact import Contact, channel_name
from consult.intake.models import Attachment, Intake
from consult.intake.questions import BRIEF, PLANS, Saved, asked
from consult.intake.steps import CONTACT, WEIGHTS, question_key, to_answers
from consult.phones import international
from consult.zones import readable


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
