"""Files on the page of the brief: what was chosen is kept, what was ticked goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import ceil

from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import ngettext

from consult.intake.attachments.changing import change
from consult.intake.attachments.fields import FILES, REMOVE, remove_field
from consult.intake.models import Attachment, Intake
from consult.limits import client_address, take

# Three files of 5 MB each: more than anybody has to say, too little to fill a disk with.
BURST, PER_MINUTE = 12, 2


def is_changed(request: HttpRequest) -> bool:
    """Whether files were chosen to be added or removed."""
    return bool(request.FILES.getlist(FILES) or request.POST.getlist(REMOVE))


def take_in(request: HttpRequest, intake: Intake, form: Form, now: datetime) -> bool:
    """Do with the files what *request* asks. What cannot be done is an error of *form*.

    Nothing hangs on the other fields: a file is never lost to a fault in one of them.
    """
    if not is_changed(request):
        return True
    uploads, problems = request.FILES.getlist(FILES), []
    if uploads and (wait := _wait(request, now)):
        uploads, problems = [], [wait]
    ticked = request.POST.getlist(REMOVE)
    changed = change(intake=intake, now=now, remove=ticked, uploads=uploads)
    problems += changed.problems
    show(form, changed.attachments)
    for problem in problems:
        form.add_error(FILES, problem)
    return not problems


def _wait(request: HttpRequest, now: datetime) -> str:
    """Empty, or how long to wait before files may come again."""
    address = client_address(request)
    wait = take("intake-files", address, burst=BURST, per_minute=PER_MINUTE, now=now)
    if wait is None:
        return ""
    seconds = ceil(wait.total_seconds())
    sentence = ngettext(
        "Files came too often; these were not kept. Attach them again in %(seconds)s second.",
        "Files came too often; these were not kept. Attach them again in %(seconds)s seconds.",
        seconds,
    )
    return sentence % {"seconds": seconds}


def remove_ticked(request: HttpRequest, intake: Intake, now: datetime) -> None:
    if ticked := request.POST.getlist(REMOVE):
        change(intake=intake, now=now, remove=ticked)


def show(form: Form, attachments: Sequence[Attachment]) -> None:
    """Let *form* offer to remove what is there."""
    if attachments:
        form.fields[REMOVE] = remove_field(attachments)
        form.order_fields([name for name in form.fields if name != FILES])
