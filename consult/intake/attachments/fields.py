"""What the page of the brief asks of files. Neither field is part of what the step saves."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.intake.attachments.kinds import KINDS
from consult.intake.attachments.sniff import MOST_BYTES
from consult.intake.models import MOST_ATTACHMENTS, Attachment

# A hyphen, so that it can never be the key of a criterion.
FILES, REMOVE = "files", "remove-files"


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


def files_field() -> forms.FileField:
    accept = ",".join(suffix for kind in KINDS for suffix in kind.suffixes)
    return forms.FileField(
        required=False,
        label=gettext_lazy("Files (optional)"),
        help_text=gettext_lazy(
            "Up to 3 of at most 5 MB each: PDF, PNG, JPEG, WebP, plain text, DOCX, XLSX, PPTX, or "
            "ODT. Only we can open them."
        ),
        widget=FilesInput(
            attrs={
                "multiple": True,
                "accept": accept,
                "data-most": MOST_ATTACHMENTS * MOST_BYTES,
                "data-too-much": gettext_lazy(
                    "These are too large together. Choose up to 3 files of at most 5 MB each."
                ),
            }
        ),
    )


def remove_field(attachments: Iterable[Attachment]) -> forms.MultipleChoiceField:
    """A box to tick for each file that is there."""
    return forms.MultipleChoiceField(
        required=False,
        label=_("Attached so far"),
        help_text=_("Tick what to remove when you continue."),
        choices=[
            (one.file.name, _("Remove %(name)s") % {"name": name_and_size(one)})
            for one in attachments
        ],
        widget=forms.CheckboxSelectMultiple,
    )


def name_and_size(attachment: Attachment) -> str:
    return f"{attachment.name} ({filesizeformat(attachment.size)})"
