"""Renders a mail from its three templates to content that never changes afterwards."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

import css_inline
from django.conf import settings
from django.template import Context, Engine

# The style tag stays for what cannot be inlined: the dark scheme and the narrow screen.
_inliner = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)


@dataclass(frozen=True)
class Content:
    subject: str
    text: str
    html: str


def compose(kind: str, context: Mapping[str, object]) -> Content:
    """The content of `templates/emails/<kind>-{subject.txt,body.txt,body.html}`."""
    name = f"emails/{kind}"
    subject = one_line(_render(f"{name}-subject.txt", context, autoescape=False))[:200]
    text = _render(f"{name}-body.txt", context, autoescape=False)
    html = _render(f"{name}-body.html", {**context, "subject": subject}, autoescape=True)
    return Content(subject, wrapped(text), _inliner.inline(html))


def _render(name: str, context: Mapping[str, object], *, autoescape: bool) -> str:
    shared = {"practice": settings.PRACTICE, "site_url": settings.SITE_URL}
    template = Engine.get_default().get_template(name)
    return template.render(Context({**shared, **context}, autoescape=autoescape))


def one_line(text: str) -> str:
    """*text* without line breaks, other control characters, and runs of spaces."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def wrapped(text: str) -> str:
    """*text* in lines of at most 72 characters, addresses whole, one empty line at a time."""
    lines = (
        textwrap.fill(line.strip(), 72, break_long_words=False, break_on_hyphens=False)
        for line in text.splitlines()
    )
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def harmless(text: str) -> str:
    """*text* as it may stand in a mail to whoever has an address; empty if it could be clicked.

    Anybody can type a name and somebody else's address, so our mails must not carry a stranger's
    advertisement there.
    """
    text = one_line(text)
    suspicious = len(text) > 60 or re.search(r"[:/@<>\\]|\w\.\w{2,}|www", text, re.IGNORECASE)
    return "" if suspicious else text
