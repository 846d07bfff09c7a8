"""Everything that is kept about one person, as one tree of entries: for programs, and to read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import ForeignKey, Model

from consult.case.people import drafts_of, links_mailed_to
from consult.intake.models import Intake
from consult.leads.models import Case, Lead
from consult.quotes.models import Quote, QuoteVersion

# Fields that say nothing about the person: keys, counters, and the same text a second time.
LEFT_OUT = {
    "leads.lead": {"link_generation"},
    "leads.case": {"link_generation"},
    "intake.intake": {"link_generation"},
    "intake.holder": {"browser"},
    "intake.attachment": {"file"},
    "bookings.booking": {"link_generation", "submission_id"},
    "quotes.quote": {"link_generation"},
    "followups.message": {
        *("html", "calendar", "calendar_method", "idempotency_key", "message_id"),
        *("lease", "lease_until", "attempts"),
    },
}


@dataclass(frozen=True)
class Entry:
    """One row: its fields by name, and the rows that belong to it."""

    row: Model
    fields: Mapping[str, Any]
    parts: Mapping[str, list[Entry]] = field(default_factory=dict)


def everything_about(lead: Lead) -> Entry:
    cases = lead.cases.select_related("intake").order_by("opened_at", "pk")
    return _entry(
        lead,
        cases=[_case(case) for case in cases],
        drafts=[_intake(draft) for draft in drafts_of(lead)],
        links_mailed=_entries(links_mailed_to(lead)),
        timeline=_entries(lead.activities.order_by("at", "pk")),
    )


def _case(case: Case) -> Entry:
    return _entry(
        case,
        intake=[_intake(case.intake)] if case.intake else [],
        advice=_entries(case.advice.order_by("issued_at", "pk")),
        bookings=_entries(case.bookings.order_by("booked_at", "pk")),
        quotes=[_quote(quote) for quote in case.quotes.order_by("opened_at", "pk")],
        messages=_entries(case.messages.order_by("queued_at", "pk")),
    )


def _intake(intake: Intake) -> Entry:
    return _entry(
        intake,
        saves=_entries(intake.steps.order_by("revision", "pk")),
        half_written=_entries(intake.half_written.order_by("pk")),
        attachments=_entries(intake.attachments.order_by("position")),
        opened_in=_entries(intake.holders.order_by("opened_at", "pk")),
        messages=_entries(intake.messages.order_by("queued_at", "pk")),
    )


def _quote(quote: Quote) -> Entry:
    """Drafts are the practice's own: nothing was offered yet."""
    sent = quote.versions.exclude(status=QuoteVersion.Status.DRAFT)
    return _entry(quote, versions=[_version(one) for one in sent.order_by("number")])


def _version(version: QuoteVersion) -> Entry:
    acceptance = getattr(version, "acceptance", None)
    return _entry(
        version,
        lines=_entries(version.lines.all()),
        acceptance=_entries([acceptance] if acceptance else []),
    )


def _entries(rows: Iterable[Model]) -> list[Entry]:
    return [_entry(row) for row in rows]


def _entry(row: Model, **parts: list[Entry]) -> Entry:
    left_out = LEFT_OUT.get(row._meta.label_lower, set())
    fields = {
        one.name: one.value_from_object(row)
        for one in row._meta.concrete_fields
        # How rows hang together is said by where they stand; other people are left out.
        if one.name not in left_out and not isinstance(one, ForeignKey) and one.name != "id"
    }
    return Entry(row, fields, parts)


def as_json(entry: Entry, now: datetime) -> str:
    document = {
        "made_at": now,
        "made_by": settings.PRACTICE["legal"],
        **_document(entry),
    }
    return json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _document(entry: Entry) -> dict[str, Any]:
    parts = {name: [_document(one) for one in rows] for name, rows in entry.parts.items()}
    return {"record": entry.row._meta.label_lower, **entry.fields, **parts}
