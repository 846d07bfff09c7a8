"""Templates without the space that is for those who read them here."""

from __future__ import annotations

import re

from django.template import Origin
from django.template.loaders import filesystem

INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
# A line that is nothing but a tag leaves none behind. What comes before it has its own end.
TAG = re.compile(
    r"^(\{% (?:if|elif|else|endif|for|empty|endfor|with|endwith|include)\b[^%]*%\})\n", re.MULTILINE
)


class Loader(filesystem.Loader):
    def get_contents(self, origin: Origin) -> str:
        text = super().get_contents(origin)
        if not str(origin.name).endswith(".html"):
            return text
        return TAG.sub(r"\1", INDENTATION.sub("", text))
