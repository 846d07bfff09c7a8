"""The writes that span a lead, its cases, and its timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from advisor.models import MatrixVersion, published
from consult.blog.counts.counters import count
from consult.intake.contact import Contact
from consult.intake.models import Intake
from consult.leads import temperature
from consult.leads.assignment import choose
from consult.leads.models import Activity, Advice, AssignmentRule, Case, Lead
from consult.leads.signals import advice_issued, case_flagged, case_opened
from consult.leads.verdicts import advise

PIPELINE = [
    Lead.Stage.NEW,
    Lead.Stage.QUALIFIED,
    Lead.Stage.CALL_BOOKED,
    Lead.Stage.QUOTED,
    Lead.Stage.WON,
]


def open_case(
    *,
    contact: Contact,
    source: dict[str, object],
    intake: Intake | None,
    now: datetime,
    suspicions: Sequence[str] = (),
) -> Case:
    """Open a case for the lead with this address, who may be new. Needs a transaction.

    What is known of a lead is never overwritten by what somebody typed: the case keeps that. With
    *suspicions* (a sentence each) it waits until staff have looked: `take_up` has to wait as well.
    """
    email = contact.email.lower()
    lead = None
    while lead is None:  # Whoever is erased this moment is gone, and then somebody new.
        Lead.objects.bulk_create(
            [Lead(name=contact.name, email=email, opened_at=now)], ignore_conflicts=True
        )
        lead = Lead.objects.select_for_update().filter(email=email).first()
    case = Case(
        lead=lead,
        intake=intake,
        source=source,
        opened_at=now,
        suspicions=list(suspicions),
        review=Case.Review.WAITING if suspicions else Case.Review.NONE,
        **contact.model_dump(),
    )
    if intake:
        reading = temperature.read(temperature.enquiry(intake.saved(), contact.company))
        case.temperature, case.temperature_reasons = reading.kind, list(reading.reasons)
    case.save(force_insert=True)
    what = _("Case %(reference)s opened") % {"reference": case.reference}
    note(lead=lead, case=case, kind=Activity.Kind.OPENED, text=what, by=None, now=now)
    if suspicions:
        waits = _("Case %(reference)s waits for review") % {"reference": case.reference}
        text = "\n".join([waits, *suspicions])
        note(lead=lead, case=case, kind=Activity.Kind.NOTE, text=text[:5000], by=None, now=now)
        case_flagged.send(sender=Case, case=case, now=now)
    else:
        take_up(lead=lead, case=case, now=now)
    return case


def take_up(*, lead: Lead, case: Case, now: datetime) -> None:
    """Let *case* count: its lead, which is locked, gets an owner, and whoever listens hears of it.

    A lead that was lost to nothing but spam is open again.
    """
    others = lead.cases.exclude(pk=case.pk)
    if lead.stage == Lead.Stage.LOST and not others.exclude(review=Case.Review.SPAM).exists():
        move_stage(lead=lead, stage=Lead.Stage.NEW, by=None, now=now)
    if lead.owner is None or not (lead.owner.is_staff and lead.owner.is_active):
        _assign(lead, case, now)
    case_opened.send(sender=Case, case=case, now=now)


def _assign(lead: Lead, case: Case, now: datetime) -> None:
    """Give the lead to whom the rules name. Who is not active on staff any more is passed over."""
    rules = AssignmentRule.objects.in_force().select_related("owner")
    matrix = published(case.intake.matrix_version_id).matrix_id if case.intake else None
    owners = {rule.position: rule.owner for rule in rules}
    line = choose((rule.line() for rule in rules), matrix=matrix, temperature=case.temperature)
    if line is None:
        return
    lead.owner = owners[line.position]
    lead.save(update_fields=["owner"])
    text = _("%(owner)s is the owner, by assignment rule %(position)s") % {
        "owner": lead.owner,
        "position": line.position,
    }
    note(lead=lead, case=case, kind=Activity.Kind.NOTE, text=text, by=None, now=now)


def lock_lead(**where: object) -> Lead:
    """The lead that *where* is true of, locked: the first of all locks. Needs a transaction.

    Raises Http404 where it was erased since its case, call, or quote was read.
    """
    leads = Lead.objects.select_for_update(of=("self",))
    lead = leads.filter(erased_at=None, **where).first()
    if lead is None:
        raise Http404
    return lead


def note(
    *, lead: Lead, case: Case | None, kind: str, text: str, by: User | None, now: datetime
) -> Activity:
    """Write one line of the lead's timeline."""
    return Activity.objects.create(lead=lead, case=case, kind=kind, text=text, by=by, at=now)


def move_stage(*, lead: Lead, stage: str, by: User | None, now: datetime) -> None:
    """Set the lead's stage and say so in its timeline. Needs a transaction."""
    lead = Lead.objects.select_for_update().get(pk=lead.pk)
    if lead.stage == stage:
        return
    text = _("%(before)s → %(after)s") % {
        "before": lead.get_stage_display(),
        "after": Lead.Stage(stage).label,
    }
    first_won = stage == Lead.Stage.WON and lead.won_at is None
    lead.stage, lead.won_at = stage, now if first_won else lead.won_at
    lead.save(update_fields=["stage", "won_at"])
    note(lead=lead, case=None, kind=Activity.Kind.STAGE, text=text, by=by, now=now)
    if first_won:
        count("won", article=_brought_by(lead), now=now)


def _brought_by(lead: Lead) -> str:
    """The article that brought the lead first; empty where none did."""
    sources = lead.cases.order_by("opened_at", "pk").values_list("source", flat=True)
    return next((source["article"] for source in sources if source.get("article")), "")


def advance_stage(*, lead: Lead, stage: str, now: datetime) -> None:
    """Move the lead to *stage* unless it is there already or further on. Needs a transaction."""
    current = Lead.objects.select_for_update().get(pk=lead.pk).stage
    if current == Lead.Stage.LOST or PIPELINE.index(Lead.Stage(current)) < PIPELINE.index(
        Lead.Stage(stage)
    ):
        move_stage(lead=lead, stage=stage, by=None, now=now)


@transaction.atomic
def reissue(*, case: Case, version: MatrixVersion, by: User | None, now: datetime) -> Advice | None:
    """Issue the advice on *case* by *version*, the newest of its matrix.

    None, and nothing is done, where that is no longer wanted: a newer version was published, the
    lead was closed, its person deleted, or the case has the advice of this version already.
    """
    try:
        lead = lock_lead(pk=case.lead_id)
    except Http404:
        return None
    rows = Case.objects.open_on(version).not_advised_on(version).select_related("intake")
    current = rows.select_for_update(of=("self",)).filter(pk=case.pk).first()
    if current is None or current.intake is None or version != version.matrix.current():
        return None
    advice = advise(case=current, version=version, saved=current.intake.saved(), now=now)
    advice.issued_by = by
    advice.save(force_insert=True)
    what = _("The advice was issued anew, by version %(number)s: %(headline)s")
    told = what % {"number": version.number, "headline": advice.result["explanation"][0]}
    text = "\n".join([told, *advice.dropped])
    note(lead=lead, case=current, kind=Activity.Kind.ADVICE, text=text, by=by, now=now)
    advice_issued.send(sender=Advice, advice=advice)
    return advice
