"""Text that stays text in Markdown: nothing in it becomes markup, a link, or a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

# What means something anywhere in a line; a name such as Node.js stays readable in the source.
# An ampersand does where an entity follows, and addresses become links by themselves.
_ANYWHERE = re.compile(r"[\\`*_\[\]<>#|~$]|&(?=#?\w+;)|:(?=//)|(?<=\bwww)\.", re.IGNORECASE)
# What means something where a paragraph or a list item begins.
_AT_FIRST = re.compile(r"^(\d*)([-+=]|(?<=\d)[.)])")
_NOT_IN_ADDRESS = re.compile(r"[\x00-\x20\x7f<>\\]|&(?=#?\w+;)")


def plain(text: str) -> str:
    """Any text as one line of itself."""
    line = _ANYWHERE.sub(r"\\\g<0>", " ".join(text.split()))
    return _AT_FIRST.sub(r"\1\\\2", line)


def link(title: str, url: str) -> str:
    return f"[{plain(title)}](<{_NOT_IN_ADDRESS.sub(_in_address, url)}>)"


def _in_address(match: re.Match[str]) -> str:
    return r"\&" if match[0] == "&" else quote(match[0])


def bullets(items: Iterable[str]) -> str:
    return "\n".join(f"* {item}" for item in items)
