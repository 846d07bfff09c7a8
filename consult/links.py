"""Private links: each token serves one purpose and dies when its row's generation moves on."""

from __future__ import annotations

import logging
import re
from typing import Protocol, TypeVar

from django.core import signing
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.http import Http404


class Linked(Protocol):
    """A row that can be reached by a private link."""

    pk: int
    link_generation: int


M = TypeVar("M", bound=Model)


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(salt=f"consult.links.{purpose}", sep="~")


def token(purpose: str, row: Linked) -> str:
    """The token for *row*, good for *purpose* only, until `row.link_generation` changes."""
    return _signer(purpose).sign(f"{row.pk}-{row.link_generation}")


def resolve(purpose: str, text: str, rows: QuerySet[M]) -> M:
    """The row that *text* was made for.

    Raises Http404 when the token is forged, made for another purpose, revoked, or its row gone:
    a visitor learns nothing about which.
    """
    try:
        pk, _, generation = _signer(purpose).unsign(text).partition("-")
        return rows.get(pk=int(pk), link_generation=int(generation))
    except (signing.BadSignature, ObjectDoesNotExist, ValueError) as reason:
        raise Http404 from reason


class MaskTokens(logging.Filter):
    """Cuts the signature off every token in a log line: who reads the log gets no keys."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = re.sub(r"~[\w-]{43}", "~…", record.getMessage()), ()
        return True
