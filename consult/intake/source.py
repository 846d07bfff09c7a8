"""Which article and which call to action brought a visitor: read from the request's own query."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from advisor.context import SOURCE_KEYS

UTM = sorted(key for key in SOURCE_KEYS if key.startswith("utm_"))


# A host's name, also in its ASCII form, and nothing that could be anything else.
HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,78}[a-z0-9])?", re.ASCII)


def _clean(value: str) -> str:
    return re.sub(r"[^\w.~+ -]", "", value)[:80].strip()


class Source(BaseModel):
    """Where a case came from. Empty strings where nothing is known."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    article: str = ""
    cta: str = ""
    # The host of the page elsewhere that had the link, where a script could tell.
    referrer: str = ""
    utm: dict[str, str] = {}

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """Read leniently: what is missing or odd is left out, for it only serves statistics."""
        host = (query.get("ref") or "").lower()
        utm = {key: _clean(query.get(key) or "") for key in UTM}
        return cls(
            article=_clean(query.get("from") or ""),
            cta=_clean(query.get("cta") or ""),
            referrer=host if HOST.fullmatch(host) else "",
            utm={key: value for key, value in utm.items() if value},
        )

    def query(self) -> dict[str, str]:
        """The same, as query parameters for the next page."""
        pairs = {"from": self.article, "cta": self.cta, "ref": self.referrer, **self.utm}
        return {key: value for key, value in pairs.items() if value}

    def in_words(self) -> list[tuple[str, str]]:
        """What is known of it, each with its name."""
        pairs = [
            (_("Article"), self.article),
            (_("Call to action"), self.cta),
            (_("Linked from"), self.referrer),
        ]
        return [(label, value) for label, value in (*pairs, *self.utm.items()) if value]
