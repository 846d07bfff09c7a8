"""What the editor sends: all its fields as one JSON object.

A matrix at the limits of the format has tens of thousands of fields. The site's limits are made
for forms and stay as they are; this body has a limit of its own.
"""

from __future__ import annotations

import json
from http import HTTPStatus

from django.http import HttpRequest
from django.utils.translation import gettext as _

MOST_BODY = 8_000_000  # bytes


class Refused(Exception):
    """A body that is not the editor's; the sentence is for the person who sent it."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        self.status = status
        self.sentence = sentence
        super().__init__(sentence)


def posted(request: HttpRequest) -> dict[str, str]:
    """The fields that *request* carries. Raises Refused."""
    if request.content_type != "application/json":
        raise _unreadable()
    body = request.read(MOST_BODY + 1)
    if len(body) > MOST_BODY:
        sentence = _("This matrix is too large to be saved. Shorten its longest texts.")
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence)
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        raise _unreadable() from None
    if not isinstance(fields, dict) or not all(isinstance(one, str) for one in fields.values()):
        raise _unreadable()
    return fields


def _unreadable() -> Refused:
    sentence = _("What arrived cannot be read as a matrix. Nothing was saved: please try again.")
    return Refused(HTTPStatus.BAD_REQUEST, sentence)
