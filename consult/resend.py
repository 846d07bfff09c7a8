"""A form that was refused as a whole, kept on the page that says so, to be sent from there."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest

# Staff's forms may hold a password, and programs read no pages.
NEVER = ("/admin/", "/api/")
# More than the longest of our forms has, filled in to its limits.
MOST_FIELDS = 100
MOST_TEXT = 100_000  # characters, of names and values together


class Resend(NamedTuple):
    """What was sent and to where; `files` says that a file was, which no page can carry."""

    action: str
    fields: tuple[tuple[str, str], ...]
    files: bool


def what_was_sent(request: HttpRequest) -> Resend | None:
    """None where nothing was sent, or nothing that may be shown again.

    Only what has passed the check against forms of other sites: the new form passes it.
    """
    checked = getattr(request, "csrf_processing_done", False)
    if request.method != "POST" or not checked or request.path_info.startswith(NEVER):
        return None
    fields = tuple(sent_fields(request))
    too_much = sum(len(name) + len(value) for name, value in fields) > MOST_TEXT
    if len(fields) > MOST_FIELDS or too_much:
        return None
    return Resend(request.get_full_path(), fields, bool(request.FILES))


def sent_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Each name with each of its values, but for the token, which a new form has of its own."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and isinstance(value, str)
    ]
