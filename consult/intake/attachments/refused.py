"""Why a file is not taken."""

from __future__ import annotations

from django.utils.translation import gettext as _

from consult.intake.models import MOST_ATTACHMENTS


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


def away() -> Refused:
    return Refused(
        _(
            "Our store for files does not answer. Everything else on this page was kept. Attach "
            "the file again in a few minutes, or continue without it."
        )
    )


def no_room() -> Refused:
    sentence = _("At most %(most)s files can be attached. Remove one to make room.")
    return Refused(sentence % {"most": MOST_ATTACHMENTS})


def too_late() -> Refused:
    return Refused(_("The enquiry was submitted before it was there, so it was not added."))


def named(upload: str | None, refused: Refused) -> str:
    """The same of the file that is called *upload* where it comes from."""
    name = "".join(c for c in upload or "" if c.isprintable())
    return _("“%(name)s” was not kept. %(sentence)s") % {"name": name, "sentence": refused}
