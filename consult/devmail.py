"""Mail on a development machine: kept as files, read at /dev/mail/."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


class EmailBackend(BaseEmailBackend):
    """Writes each message to a file of its own, whole or not at all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder: Path = settings.DEV_MAIL_DIR
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{uuid.uuid4().hex[:6]}"
            part = folder / f"{name}.part"
            part.write_bytes(message.message().as_bytes(linesep="\r\n"))
            part.rename(folder / f"{name}.eml")
        return len(email_messages)


def _read(file: Path) -> ParsedMessage:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(message, ParsedMessage)
    return message


def _open(name: str) -> ParsedMessage:
    file = settings.DEV_MAIL_DIR / f"{name}.eml"
    if not file.exists():
        raise Http404
    return _read(file)


def inbox(request: HttpRequest) -> HttpResponse:
    files = sorted(settings.DEV_MAIL_DIR.glob("*.eml"), reverse=True)[:200]
    mails = [{"name": file.stem, "message": _read(file)} for file in files]
    return render(request, "devmail/inbox.html", {"mails": mails})


def mail(request: HttpRequest, name: str) -> HttpResponse:
    message = _open(name)
    text = message.get_body(("plain",))
    context = {
        "name": name,
        "message": message,
        "reply_to": message["Reply-To"],
        "text": text.get_content() if text else "",
        "attachments": [
            (part.get_filename(), part.get_content_type(), _as_text(part))
            for part in message.iter_attachments()
        ],
    }
    return render(request, "devmail/mail.html", context)


def _as_text(part: ParsedMessage) -> str:
    content = part.get_content()
    return content.decode(errors="replace") if isinstance(content, bytes) else str(content)


def html(request: HttpRequest, name: str) -> HttpResponse:
    body = _open(name).get_body(("html",))
    if body is None:
        raise Http404
    return html_part(body.get_content())


def html_part(content: str) -> HttpResponse:
    """The HTML of a mail as a mail program shows it, for a frame in a page of our own.

    Its inlined styles work; nothing is run or fetched, and links open beside.
    """
    beside = content.replace("<head>", '<head><base target="_blank">', 1)
    response = HttpResponse(beside)
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self';"
        " sandbox allow-popups allow-popups-to-escape-sandbox"
    )
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


urlpatterns = [
    path("", inbox, name="inbox"),
    path("<slug:name>/", mail, name="mail"),
    path("<slug:name>/html/", html, name="html"),
]
