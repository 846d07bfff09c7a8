"""The edition of the public pages that is out."""

from __future__ import annotations

import uuid

from consult.models import Edition


def renew() -> None:
    """Begin a new edition: call it in the transaction that changes what public pages show."""
    Edition.objects.update_or_create(defaults={"token": uuid.uuid4()}, id=1)


def edition() -> uuid.UUID | None:
    """The token of the edition that is out; None before there is any."""
    return Edition.objects.values_list("token", flat=True).first()
