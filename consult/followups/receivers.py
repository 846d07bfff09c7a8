"""Hears what packages to the left announce, and queues what is to be said in that transaction."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.bookings.models import Booking
from consult.bookings.signals import booking_cancelled, booking_confirmed
from consult.followups import letters, notices, resume_mail, rules
from consult.followups.models import Message
from consult.followups.services import queue, suppress_waiting, take_back
from consult.intake.models import Intake
from consult.intake.signals import resume_requested
from consult.leads.models import Advice, Case
from consult.leads.signals import advice_issued, case_flagged, case_opened, case_reviewed
from consult.quotes.models import QuoteVersion
from consult.quotes.rules import expires_at
from consult.quotes.signals import quote_accepted, quote_declined, quote_sent

Kind = Message.Kind


@receiver(case_opened)
def confirm_case(sender: object, case: Case, now: datetime, **kwargs: object) -> None:
    """A case without an intake is a call being booked, whose own mails say it all."""
    if case.intake:
        queue([letters.case_confirmation(case, now), notices.case_opened(case, now)], now)


@receiver(case_flagged)
def tell_that_cases_wait(sender: object, now: datetime, **kwargs: object) -> None:
    """Once an hour: what is flagged in the rest of it is told when the next one begins.

    Nothing goes to the address of the case, which a spammer may have typed.
    """
    notice = notices.cases_wait(now, due_at=now)
    if Message.objects.filter(idempotency_key=notice.idempotency_key).exists():
        following = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        notice = notices.cases_wait(now, due_at=following)
    queue([notice], now)


@receiver(case_reviewed)
def say_nothing_to_spam(sender: object, case: Case, **kwargs: object) -> None:
    if case.review == Case.Review.SPAM:
        about_it = Message.objects.filter(case=case).exclude(kind__in=rules.ALSO_FOR_SPAM)
        take_back(about_it, reason=_(rules.SPAM))


@receiver(booking_confirmed)
def confirm_call(sender: object, booking: Booking, **kwargs: object) -> None:
    now = booking.booked_at
    messages = [letters.booking_confirmation(booking, now), notices.call_booked(booking, now)]
    if at := rules.reminder_at(booking.starts_at, now):
        messages.append(letters.booking_reminder(booking, now, due_at=at))
    queue(messages, now)


@receiver(booking_cancelled)
def cancel_call(sender: object, booking: Booking, **kwargs: object) -> None:
    now = timezone.now()
    suppress_waiting(rules.CALL_AHEAD, reason=_("The call was cancelled."), booking=booking)
    queue([letters.booking_cancellation(booking, now), notices.call_cancelled(booking, now)], now)


@receiver(quote_sent)
def offer(sender: object, version: QuoteVersion, **kwargs: object) -> None:
    case, now = version.quote.case, version.sent_at or timezone.now()
    for older in version.quote.versions.exclude(pk=version.pk):
        reason = _("A newer version of the quote was sent.")
        suppress_waiting(rules.OPEN_QUOTE, reason=reason, version=older)
    messages = [letters.quote(version, now)]
    end = expires_at(version.valid_until, case.time_zone)
    if at := rules.follow_up_at(now, end, ZoneInfo(case.time_zone)):
        messages.append(letters.quote_follow_up(version, now, due_at=at))
    queue(messages, now)


@receiver(quote_accepted)
def confirm_acceptance(sender: object, version: QuoteVersion, **kwargs: object) -> None:
    now = version.acceptance.accepted_at
    suppress_waiting(rules.OPEN_QUOTE, reason=_("The quote was accepted."), version=version)
    queue([letters.quote_acceptance(version, now), notices.quote_accepted(version, now)], now)


@receiver(quote_declined)
def note_refusal(sender: object, version: QuoteVersion, **kwargs: object) -> None:
    now = version.declined_at or timezone.now()
    suppress_waiting(rules.OPEN_QUOTE, reason=_("The quote was declined."), version=version)
    queue([notices.quote_declined(version, now)], now)


@receiver(advice_issued)
def send_advice(sender: object, advice: Advice, **kwargs: object) -> None:
    now = advice.issued_at
    for older in advice.case.advice.exclude(pk=advice.pk):
        suppress_waiting([Kind.ADVICE], reason=_(rules.NEWER_ADVICE), advice=older)
    queue([letters.advice(advice, now)], now)


@receiver(resume_requested)
def mail_resume_link(
    sender: object, intake: Intake, email: str, now: datetime, **kwargs: object
) -> None:
    if key := resume_mail.free_key(intake, email, now):
        queue([letters.resume_link(intake, email, key, now)], now)
