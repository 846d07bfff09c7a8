"""A queued message as the mail that goes over the wire."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from consult.addresses import on_the_wire
from consult.followups.models import Message


def as_mail(message: Message) -> EmailMultiAlternatives:
    """The same mail, Message-ID included, however often it is sent.

    A calendar goes twice: as an alternative that mail programs offer to accept, and as a file for
    those that don't. The file is no `text/calendar`, or some would offer it a second time.
    """
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[on_the_wire(message.recipient)],
        reply_to=[settings.PRACTICE["email"]],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(message.html, "text/html")
    if message.calendar:
        # Django itself adds the charset.
        mail.attach_alternative(
            message.calendar, f"text/calendar; method={message.calendar_method}"
        )
        mail.attach("call.ics", message.calendar.encode(), "application/ics")
    return mail
