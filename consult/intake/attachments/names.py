"""What a file is called: cleaned of all that could mislead whoever downloads it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from consult.intake.attachments.kinds import KINDS, Kind

LONGEST = 100  # characters, the suffix included
_SUFFIXES = frozenset(suffix for kind in KINDS for suffix in kind.suffixes)
# A path's own characters, and those that Windows does not take in a name.
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"


def clean(name: str, kind: Kind, nameless: str) -> str:
    """*name* without its folders and what cannot be seen, with a suffix of *kind*.

    The suffix of another kind is replaced, anything else after a dot stays: a `plan.exe` that is
    a PDF becomes `plan.exe.pdf`. *nameless* is for a name of which nothing is left.
    """
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    # Categories C: control characters, the marks that turn the direction of text, surrogates.
    name = "".join(c for c in name if c.isspace() or unicodedata.category(c)[0] != "C")
    name = name.replace(_UNREADABLE, "")
    name = _FORBIDDEN.sub("_", " ".join(name.split())).strip(" .")
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _SUFFIXES:
        name = name[: -len(suffix)]
    if suffix not in kind.suffixes:
        suffix = kind.suffixes[0]
    stem = name.strip(" .")[: LONGEST - len(suffix)].rstrip(" .")
    return (stem or nameless) + suffix
