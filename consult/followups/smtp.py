"""Django's SMTP backend, which also tells a connection lost before the text from one after."""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail.backends import smtp

from consult.followups.rules import LostAfterData


class _Watched(smtplib.SMTP):
    def data(self, msg: Any) -> tuple[int, bytes]:
        try:
            return super().data(msg)
        except smtplib.SMTPServerDisconnected as error:
            raise LostAfterData(str(error)) from error


class _WatchedSSL(_Watched, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _WatchedSSL if self.use_ssl else _Watched
