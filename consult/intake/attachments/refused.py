"""Why a file is not taken."""

from __future__ import annotations

from django.utils.translation import gettext as _


class Refused(Exception):
    """The sentence says why, and what to do about it."""


def unknown() -> Refused:
    return Refused(
        _(
            "This kind of file cannot be attached. Save it as PDF, PNG, JPEG, WebP, plain text, "
            "DOCX, XLSX, PPTX, or ODT."
        )
    )


def damaged() -> Refused:
    return Refused(_("It is damaged or not complete. Save it again and attach that."))
