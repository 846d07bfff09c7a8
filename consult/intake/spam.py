"""What in an intake looks like spam: sentences for staff, who decide. Nothing is refused for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.intake.questions import QUESTIONS
from consult.intake.run import Run
from consult.intake.steps import CONTACT, TRAP

# From Start to Submit are five pages at least, with a dozen choices, a text, a name, and an
# address: even with these pasted or filled in by the browser, a person cannot click that fast.
LEAST_TIME = timedelta(seconds=10)
# A brief names its product, its documentation, its code, and what it talks to.
MOST_LINKS = 8
# Two or three links with hardly a word are still a brief: "Like https://…, but for lorries."
FEW_LINKS = 3
# As often as a text that shows what is wrong with a page may hold a link in HTML.
MOST_ANCHORS = 1
# Shorter texts are the same by chance: "none".
LEAST_TEXT = 20

# What is shown as code is no link that anybody could follow.
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]+`", re.DOTALL)
_INDENTED = re.compile(r"^(?: {4}|\t).*$", re.MULTILINE)
_LINK = re.compile(r"(?:\bhttps?://|\bwww\.)[^\s<>\"'\])]+", re.IGNORECASE)
_ANCHOR = re.compile(r"<a\s[^>]{0,200}?href\s*=\s*[\"']?\s*https?:", re.IGNORECASE)
_BBCODE = re.compile(r"\[(?:url|link)\s*(?:=|\])\s*[\"']?(?:https?:|www\.)", re.IGNORECASE)
# Companies are named after their own domains (Booking.com), people never are.
_DOMAIN = re.compile(
    r"\b[\w-]{3,}\.(?:biz|click|cn|com|info|net|online|org|ru|shop|site|top|xyz)\b"
)


@dataclass(frozen=True)
class Evidence:
    """What is looked at. `took` is None where the time says nothing."""

    name: str = ""
    company: str = ""
    texts: tuple[str, ...] = ()
    unseen: str = ""
    took: timedelta | None = None


def evidence(run: Run, started_at: datetime, submitted_at: datetime) -> Evidence:
    """What there is to look at in *run*, whose contact is saved."""
    saved = run.saved
    free = [saved.get(q.page, {}).get(q.name, "") for q in QUESTIONS if not q.choices]
    return Evidence(
        name=saved[CONTACT]["name"],
        company=saved[CONTACT]["company"],
        texts=tuple(text for text in free if text),
        unseen=saved.get(TRAP, {}).get("text", ""),
        # A copy of an earlier intake has nothing left to fill in.
        took=None if CONTACT in run.carried else submitted_at - started_at,
    )


def suspicions(seen: Evidence) -> list[str]:
    """A sentence on each thing that a person hardly does; empty for nearly everybody."""
    return [*_by_a_program(seen), *_in_the_contact(seen), *_in_the_texts(seen.texts)]


def _by_a_program(seen: Evidence) -> Iterator[str]:
    if seen.unseen:
        text = " ".join(seen.unseen.split())
        shown = text if len(text) <= 60 else text[:59] + "…"
        yield _("A field that people do not see was filled in: “%(text)s”.") % {"text": shown}
    if seen.took is not None and seen.took < LEAST_TIME:
        seconds = max(0, int(seen.took.total_seconds()))
        yield ngettext(
            "From the start to the submission it took %(seconds)s second.",
            "From the start to the submission it took %(seconds)s seconds.",
            seconds,
        ) % {"seconds": seconds}


def _in_the_contact(seen: Evidence) -> Iterator[str]:
    if _LINK.search(seen.name) or _DOMAIN.search(seen.name.lower()):
        yield _("The name holds a web address.")
    if "://" in seen.company:
        yield _("The company’s name holds a link.")


def _in_the_texts(texts: tuple[str, ...]) -> Iterator[str]:
    prose = [_INDENTED.sub("", _CODE.sub("", text)) for text in texts]
    links = [link for text in prose for link in _LINK.findall(text)]
    if len(links) > MOST_LINKS:
        yield _("The brief holds %(count)s links.") % {"count": len(links)}
    elif len(links) > FEW_LINKS and _mostly(links, prose):
        yield _("The brief is hardly more than its %(count)s links.") % {"count": len(links)}
    anchors = sum(len(_ANCHOR.findall(text)) for text in prose)
    if anchors > MOST_ANCHORS or any(_BBCODE.search(text) for text in prose):
        yield _("The brief holds links written for a forum, in HTML or BBCode.")
    long = [" ".join(text.split()).casefold() for text in texts if len(text) >= LEAST_TEXT]
    if len(set(long)) < len(long):
        yield _("The same text stands in several fields.")


def _mostly(links: list[str], prose: list[str]) -> bool:
    """Whether more than half of what is written are links."""
    written = sum(len(re.sub(r"\s", "", text)) for text in prose)
    return 2 * sum(map(len, links)) > written
