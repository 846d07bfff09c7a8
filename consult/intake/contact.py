"""Who a visitor is, as typed, and what exactly was agreed to."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints

from consult.zones import known_zone

CONSENT_VERSION = "2026-11-22"
CONSENT_WORDING = _("I agree that what I have entered is stored and used to answer this enquiry.")

CHANNELS = [("email", _("E-mail")), ("phone", _("Phone")), ("whatsapp", _("WhatsApp"))]


def channel_name(key: str) -> str:
    """How the channel is called on a page; empty where none was chosen."""
    return str(dict(CHANNELS).get(key, ""))


# No control characters: these lines go into the headers of mails.
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")
]


class Contact(BaseModel):
    """A person's contact data, with the consent it was given under."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[Line, StringConstraints(min_length=1)]
    email: Annotated[str, StringConstraints(max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")]
    company: Line = ""
    # E.164, or empty. Numbering plans change: what was a number once is still read years later,
    # so that it is one now is asked where it is typed (`consult.phones`).
    phone: Annotated[str, StringConstraints(pattern=r"^(?:\+[1-9][0-9]{6,14})?$")] = ""
    preferred_channel: Literal["", "email", "phone", "whatsapp"] = ""
    time_zone: Annotated[str, AfterValidator(known_zone)]
    consent_wording: str
    consent_version: str
    consented_at: AwareDatetime


def consented(*, now: datetime) -> dict[str, object]:
    """The consent fields of a Contact, for a box that was ticked at *now*."""
    return {
        "consent_wording": str(CONSENT_WORDING),
        "consent_version": CONSENT_VERSION,
        "consented_at": now,
    }
