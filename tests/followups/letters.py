"""Messages for tests that are not about what they say."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage

from django.db import transaction
from django.utils import timezone

from consult.followups import letters
from consult.followups.models import Message
from tests.people import open_case_for_ada

State = Message.State


def waiting(count: int = 1, now: datetime | None = None) -> list[Message]:
    """So many confirmations for Ada, due since *now*, written without telling a worker."""
    now = now or timezone.now()
    with transaction.atomic():
        messages = [letters.case_confirmation(open_case_for_ada(now), now) for _ in range(count)]
        return Message.objects.bulk_create(messages)


def states(*fields: str) -> list[tuple[object, ...]]:
    """The state of every message (or these fields of it), in the order of writing."""
    return list(Message.objects.order_by("pk").values_list(*fields or ["state"]))


def texts(mail: EmailMessage) -> tuple[str, str]:
    """The plain text and the HTML of a mail, with the line ends of text here."""
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    text, markup = (part.get_content().replace("\r\n", "\n") for part in (plain, html))
    return text, markup
