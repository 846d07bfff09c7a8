"""Where a matrix stands between what readers see and what an editor has saved."""

from __future__ import annotations

from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advisor.core.differences import Table, differences
from advisor.drafts import Conflict


class State(TextChoices):
    NEW = "new", _("Not published yet")
    CHANGED = "changed", _("Unpublished changes")
    PUBLISHED = "published", _("Published")


def state(published: Table | None, draft: Table | None) -> State:
    """Of the newest version and the newest draft, None where there is none."""
    if published is None:
        return State.NEW
    if draft is None or not differences(published, draft):
        return State.PUBLISHED
    return State.CHANGED


def number_in(text: str) -> int:
    """The revision or version that a form or an address names; -1, which none has, else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else -1


def base_of(request: HttpRequest) -> int:
    """The revision that a page was made of, as its form sends it back."""
    return number_in(request.POST.get("base", ""))


def conflict_sentence(conflict: Conflict) -> str:
    latest = conflict.latest
    what = gettext("%(who)s saved draft %(revision)s at %(time)s, after this page was opened.")
    return what % {
        "who": latest.saved_by or gettext("Somebody"),
        "revision": latest.revision,
        "time": formats.localize(timezone.localtime(latest.saved_at)),
    }
