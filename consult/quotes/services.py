"""The writes that span a quote, its versions, and the lead it was made for."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from consult.leads.models import Activity, Case, Lead
from consult.leads.services import advance_stage, lock_lead, note
from consult.quotes.content import content_hash
from consult.quotes.models import Acceptance, Quote, QuoteVersion
from consult.quotes.rules import may_accept, standing
from consult.quotes.signals import quote_accepted, quote_declined, quote_sent

Status = QuoteVersion.Status
REVISABLE = (Status.SENT, Status.VIEWED, Status.DECLINED, Status.EXPIRED)


class Refused(Exception):
    """What was asked for cannot be done to this version. `sentence` says why, for the reader."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def draft(*, case: Case, now: datetime) -> QuoteVersion:
    """Open a quote on *case* with an empty first draft; one that is still unsent is given back."""
    lock_lead(pk=case.lead_id)
    unsent = QuoteVersion.objects.filter(quote__case=case, number=1, status=Status.DRAFT)
    if version := unsent.first():
        return version
    return Quote.objects.create(case=case, opened_at=now).versions.create(
        title=_("Consulting for %(client)s") % {"client": case.company or case.name},
        valid_until=_in_two_weeks(case, now),
    )


@transaction.atomic
def send(*, version: QuoteVersion, now: datetime, by: User | None = None) -> None:
    """Freeze a draft and offer it to the client; what was sent before is superseded.

    Raises Refused for what is no draft, has no line, is past its date, or was accepted already, and
    for a case that is spam.
    """
    version = lock(version)
    if version.status != Status.DRAFT:
        raise Refused(_("This version has been sent already."))
    if version.quote.case.is_spam:
        raise Refused(_("The case is spam, and no mail goes out on it. Clear the case first."))
    if not version.lines.exists():
        raise Refused(_("A quote needs at least one line before it can be sent."))
    if not may_accept(Status.SENT, version.valid_until, version.quote.case.time_zone, now):
        raise Refused(_("The date until which this quote is valid has passed. Choose a later one."))
    if version.quote.versions.filter(status=Status.ACCEPTED).exists():
        raise Refused(_("The client has accepted this quote. Draft a new one instead."))
    version.quote.versions.filter(status__in=REVISABLE).update(status=Status.SUPERSEDED)
    version.status, version.sent_at = Status.SENT, now
    version.save(update_fields=["status", "sent_at"])
    _tell(version, _("Quote %(quote)s sent") % {"quote": version}, now, by)
    advance_stage(lead=version.quote.case.lead, stage=Lead.Stage.QUOTED, now=now)
    quote_sent.send(sender=QuoteVersion, version=version)


@transaction.atomic
def revise(*, version: QuoteVersion, now: datetime) -> QuoteVersion:
    """Copy a sent version into the quote's next draft; where there is a draft, that is given back.

    The copy is valid for two weeks at least, for most revisions come late. Raises Refused for a
    version that was accepted or superseded.
    """
    version = lock(version)
    versions = version.quote.versions
    if waiting := versions.filter(status=Status.DRAFT).first():
        return waiting
    if version.status not in REVISABLE:
        raise Refused(_("Only the newest version can be revised, and only until it is accepted."))
    copy = versions.create(
        number=versions.aggregate(newest=Max("number"))["newest"] + 1,
        title=version.title,
        introduction=version.introduction,
        currency=version.currency,
        valid_until=max(version.valid_until, _in_two_weeks(version.quote.case, now)),
    )
    for line in version.lines.all():
        line.pk, line.version = None, copy
        line.save(force_insert=True)
    return copy


@transaction.atomic
def accept(*, version: QuoteVersion, name: str, address: str | None, now: datetime) -> Acceptance:
    """Record that the client accepts; accepting again gives the first acceptance back.

    *address* is the client's IP address, None where it is unknown. Raises Refused where the
    version cannot be answered any more, or its case is spam.
    """
    version = lock(version)
    if version.status == Status.ACCEPTED:
        return version.acceptance
    _check_open(version, now)
    version.status = Status.ACCEPTED
    version.save(update_fields=["status"])
    acceptance = Acceptance.objects.create(
        version=version,
        name=name,
        address=address,
        accepted_at=now,
        content_hash=content_hash(version.offer()),
    )
    what = _("Quote %(quote)s accepted by %(name)s") % {"quote": version, "name": name}
    _tell(version, what, now)
    advance_stage(lead=version.quote.case.lead, stage=Lead.Stage.WON, now=now)
    quote_accepted.send(sender=QuoteVersion, version=version)
    return acceptance


@transaction.atomic
def decline(*, version: QuoteVersion, reason: str, now: datetime) -> None:
    """Record that the client declines; declining again changes nothing. Raises Refused."""
    version = lock(version)
    if version.status == Status.DECLINED:
        return
    _check_open(version, now)
    version.status, version.declined_at, version.decline_reason = Status.DECLINED, now, reason
    version.save(update_fields=["status", "declined_at", "decline_reason"])
    what = _("Quote %(quote)s declined") % {"quote": version}
    _tell(version, f"{what}: {reason}" if reason else what, now)
    quote_declined.send(sender=QuoteVersion, version=version)


@transaction.atomic
def mark_viewed(*, version: QuoteVersion, now: datetime) -> None:
    """Record that the client has opened the page of a sent version, the first time."""
    version = lock(version)
    if version.status == Status.SENT:
        version.status, version.viewed_at = Status.VIEWED, now
        version.save(update_fields=["status", "viewed_at"])
        _tell(version, _("Quote %(quote)s viewed") % {"quote": version}, now)


def closed() -> str:
    """What is said of the quote of a case that is spam."""
    return _("The case is closed, so its quote cannot be answered. Are we wrong? Write to us.")


def lock(version: QuoteVersion) -> QuoteVersion:
    """The version as it is now, with its lead, quote, and itself locked in that order."""
    lock_lead(cases__quotes=version.quote_id)
    Quote.objects.select_for_update().get(pk=version.quote_id)
    rows = QuoteVersion.objects.select_related("quote__case__lead")
    return rows.select_for_update(of=("self",)).get(pk=version.pk)


def _check_open(version: QuoteVersion, now: datetime) -> None:
    if version.quote.case.is_spam:
        raise Refused(closed())
    zone = version.quote.case.time_zone
    if may_accept(version.status, version.valid_until, zone, now):
        return
    sentences = {
        Status.DRAFT: _("This quote has not been sent yet."),
        Status.ACCEPTED: _("This quote has already been accepted."),
        Status.DECLINED: _("This quote has already been declined."),
        Status.SUPERSEDED: _("A newer version of this quote has been sent. Please read that one."),
        Status.EXPIRED: _("This quote has expired. Write to us, and we will renew it."),
    }
    raise Refused(sentences[Status(standing(version.status, version.valid_until, zone, now))])


def _in_two_weeks(case: Case, now: datetime) -> date:
    return now.astimezone(ZoneInfo(case.time_zone)).date() + timedelta(days=14)


def _tell(version: QuoteVersion, text: str, now: datetime, by: User | None = None) -> None:
    case = version.quote.case
    note(lead=case.lead, case=case, kind=Activity.Kind.QUOTE, text=text, by=by, now=now)
