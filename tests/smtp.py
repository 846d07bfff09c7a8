"""A real SMTP server that keeps what it gets, and can be told to misbehave."""

from __future__ import annotations

import asyncio
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings

from tests.product import free_port


class Postbox:
    """What the server has accepted, and what it answers from now on.

    `answer` follows the message: set "451 Later", "550 No", or None, which cuts the connection
    before any answer, so that the sender cannot know whether the message was taken.
    """

    def __init__(self, port: int) -> None:
        self.url = f"smtp://127.0.0.1:{port}"
        self.answer: str | None = "250 OK"
        self.messages: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.attempts = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.attempts += 1
        if self.answer is None:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return "421 Gone"
        if self.answer.startswith("2"):
            content = envelope.content
            assert isinstance(content, bytes)
            message = email.message_from_bytes(content, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            self.messages.append(message)
            self.recipients.append([str(recipient) for recipient in envelope.rcpt_tos])
        return self.answer


@pytest.fixture
def smtp_server(settings: Settings) -> Iterator[Postbox]:
    """The server, with Django's mail going to it."""
    port = free_port()
    postbox = Postbox(port)
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "consult.followups.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    yield postbox
    controller.stop()
