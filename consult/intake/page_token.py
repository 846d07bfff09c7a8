"""What every page of an intake carries: whose it is, which page, and what it had seen."""

from __future__ import annotations

import uuid
from typing import NamedTuple, Self

from django.core import signing

# A hyphen, so that it can never be the key of a criterion.
FIELD = "page-token"
_signer = signing.Signer(salt="consult.intake.page")


class PageToken(NamedTuple):
    """Signed, so that nobody sends a page that we did not show."""

    submission_id: uuid.UUID
    step: str
    revision: int

    def __str__(self) -> str:
        return _signer.sign(f"{self.submission_id}/{self.step}/{self.revision}")

    @classmethod
    def read(cls, text: str, step: str) -> Self | None:
        """The token of page *step*; None where it is missing, damaged, or another page's."""
        try:
            submission_id, of, revision = _signer.unsign(text).split("/")
        except (signing.BadSignature, ValueError):
            return None
        return cls(uuid.UUID(submission_id), of, int(revision)) if of == step else None
