"""How often a link to go on is mailed: anybody can type an address, so nobody gets many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils.crypto import salted_hmac

from consult.followups.models import Message
from consult.intake.models import Intake
from consult.intake.resume_link import resume_url

MOST_A_DAY = 3
# Whoever presses the button twice means it once.
MOMENT = timedelta(minutes=1)


def free_key(intake: Intake, email: str, now: datetime) -> str | None:
    """The idempotency key of one more mail; None where there were enough.

    Three a day (UTC) go to an address, whatever the intake: it has three keys for each day, so
    that even at once there are no more. And three a day go out for an intake, which is locked.
    """
    keys = keys_of(email, now)
    mails = Message.objects.filter(intake=intake, kind=Message.Kind.RESUME_LINK)
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if mails.filter(queued_at__gte=day).count() >= MOST_A_DAY:
        return None
    moment_ago = mails.filter(recipient=email, queued_at__gt=now - MOMENT)
    if moment_ago.filter(text__contains=resume_url(intake)).exists():
        return None
    known = Message.objects.filter(idempotency_key__in=keys)
    taken = set(known.values_list("idempotency_key", flat=True))
    return next((key for key in keys if key not in taken), None)


def keys_of(email: str, now: datetime) -> list[str]:
    """They do not say whose they are: a key is shown in logs."""
    text = f"{email.lower()} {now.astimezone(UTC).date()}"
    digest = salted_hmac("consult.followups.resume", text, algorithm="sha256").hexdigest()[:32]
    return [f"resume:{digest}:{number}" for number in range(1, MOST_A_DAY + 1)]
