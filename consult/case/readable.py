"""The export to be read: every entry with its name, its fields in words, and what belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Field, Model
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from consult.case.export import Entry
from consult.case.forms import MAILS
from consult.followups.models import Message
from consult.intake.contact import channel_name
from consult.intake.models import HalfWritten, Holder, Intake, Step
from consult.intake.record import Fact, all_facts, brief_answers, page_facts, page_name
from consult.intake.source import Source
from consult.leads.models import Lead
from consult.phones import international

# What is said in words of the page, and not as it is kept.
OF_A_PAGE = ("key", "data", "dropped", "based_on")
# By the name of the field: how people write what is kept as a key.
KEPT_AS_KEYS: dict[str, Callable[[Any], Any]] = {
    "phone": international,
    "preferred_channel": channel_name,
    "mails_off": lambda kinds: [str(MAILS.get(kind, kind)) for kind in kinds],
    "source": lambda source: dict(Source.model_validate(source).in_words()),
}


@dataclass(frozen=True)
class Passage:
    """`lines` are labels and values; `level` is that of its heading, from 2 on."""

    title: str
    level: int
    lines: list[tuple[str, str]]


def passages(entry: Entry, zone: ZoneInfo, level: int = 2) -> Iterator[Passage]:
    """*entry* and all that belongs to it, one below the other; times in *zone*."""
    lines = [*_in_words(entry), *_lines(entry, zone)]
    yield Passage(_title(entry), level, lines)
    for rows in entry.parts.values():
        for one in rows:
            yield from passages(one, zone, min(level + 1, 6))


def _title(entry: Entry) -> str:
    match entry.row:
        case Lead() as lead:
            return _("Person: %(name)s") % {"name": lead}
        # By what a person knows them: their own names are keys.
        case Message() as message:
            return _("Mail: %(subject)s") % {"subject": message.subject}
        case Holder():
            return _("Opened in a browser")
        case Intake() as intake:
            return _("Enquiry: %(matrix)s") % {"matrix": intake.matrix_version.matrix.title}
        case Step() as step:
            return _("Saved: %(page)s") % {"page": _page(step)}
        case HalfWritten() as text:
            return _("Not sent yet: %(page)s") % {"page": _page(text)}
        case row:
            return f"{capfirst(str(row._meta.verbose_name))}: {row}"


def _page(row: Step | HalfWritten) -> str:
    return page_name(row.intake.matrix_version.content, row.key)


def _in_words(entry: Entry) -> list[tuple[str, str]]:
    """What an intake, or one of its pages, says: before the fields that go with it."""
    return [(fact.label, fact.value) for fact in _facts(entry.row) if fact.value]


def _facts(row: Model) -> list[Fact]:
    match row:
        case Intake() as intake:
            return all_facts(intake.matrix_version.content, intake.saved())
        case Step() as step:
            said = page_facts(step.intake.matrix_version.content, step.key, step.data)
            out = brief_answers(step.dropped)
            taken = _("%(label)s (taken out)")
            return [*said, *(replace(one, label=taken % {"label": one.label}) for one in out)]
        case HalfWritten() as text:
            return brief_answers(text.data)
    return []


def _lines(entry: Entry, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    of_a_page = isinstance(entry.row, Step | HalfWritten)
    for name, value in entry.fields.items():
        if of_a_page and name in OF_A_PAGE:
            continue
        field = entry.row._meta.get_field(name)
        assert isinstance(field, Field)
        if name == "result":  # A verdict: its numbers are in the file for programs.
            value = (value or {}).get("explanation")
        if name in KEPT_AS_KEYS:
            value = KEPT_AS_KEYS[name](value)
        if said := _said(field, value, zone):
            yield capfirst(str(field.verbose_name)), said


def _said(field: Field[Any, Any], value: Any, zone: ZoneInfo) -> str:
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    match value:
        case None:
            return ""
        case bool():
            return _("Yes") if value else _("No")
        case datetime():
            return date_format(value.astimezone(zone), "DATETIME_FORMAT")
        case date():
            return date_format(value, "DATE_FORMAT")
        case int() | float():
            return number_format(value)
    return _plain(value)


def _plain(value: Any) -> str:
    """What was saved as JSON: a line for each name, and for each of several values."""
    if isinstance(value, Mapping):
        lines = (f"{name}: {_plain(one)}" for name, one in value.items() if one not in ("", [], {}))
        return "\n".join(lines)
    return "\n".join(map(_plain, value)) if isinstance(value, list) else str(value)
