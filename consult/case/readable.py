"""The export to be read: every entry with its name, its fields in words, and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Field
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from consult.case.export import Entry
from consult.followups.models import Message
from consult.intake.models import Holder, Intake
from consult.intake.record import all_facts
from consult.leads.models import Lead


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
        case row:
            return f"{capfirst(str(row._meta.verbose_name))}: {row}"


def _in_words(entry: Entry) -> list[tuple[str, str]]:
    """What an intake says, before the rows that it is made of."""
    if not isinstance(entry.row, Intake):
        return []
    facts = all_facts(entry.row.matrix_version.content, entry.row.saved())
    return [(fact.label, fact.value) for fact in facts if fact.value]


def _lines(entry: Entry, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    for name, value in entry.fields.items():
        field = entry.row._meta.get_field(name)
        assert isinstance(field, Field)
        if name == "result":  # A verdict: its numbers are in the file for programs.
            value = (value or {}).get("explanation")
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
