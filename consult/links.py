"""Private links: each token serves one purpose and dies when its row's generation moves on."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
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


def dated_token(purpose: str, row: Linked, *, until: datetime) -> str:
    """The same, good until *until* at the latest, in whole seconds."""
    return _signer(purpose).sign(f"{row.pk}-{row.link_generation}-{int(until.timestamp())}")


def resolve_dated(purpose: str, text: str, rows: QuerySet[M], *, now: datetime) -> M:
    """The row that *text*, a dated token, was made for. Raises Http404 as `resolve` does, and
    where its time has run out at *now*."""
    try:
        pk, generation, until = _signer(purpose).unsign(text).split("-")
        if now >= datetime.fromtimestamp(int(until), UTC):
            raise Http404
        return rows.get(pk=int(pk), link_generation=int(generation))
    except (signing.BadSignature, ObjectDoesNotExist, ValueError) as reason:
        raise Http404 from reason


# What a program escaped in an address counts as well.
_SIGNATURE = re.compile(r"(~|%7[Ee])[\w-]{43}")
# An e-mail address: mail servers name whom they refuse, and the database what it has already. It
# begins where a word does, so that a long line without one is read once.
_PERSON = re.compile(r"(?<![^\s<>\"'(),:;=@])[^\s<>\"'(),:;=@]++@[\w-]+(?:\.[\w-]+)+")


def masked(text: str) -> str:
    """*text* without the signature of any token, so that what is left opens nothing, and without
    e-mail addresses."""
    return _PERSON.sub("…@…", _SIGNATURE.sub(r"\1…", text))


class MaskPrivate(logging.Formatter):
    """Masks every line of a log, tracebacks included: who reads it gets no keys and no names."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))
