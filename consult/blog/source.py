from __future__ import annotations

from urllib.parse import urlencode

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest

from advisor.context import SOURCE_KEYS

LONGEST = 80  # characters, as in the source that is made of it
# Which article and which button it was, each page's links say themselves.
OUTSIDE = sorted(SOURCE_KEYS - {"from", "cta"})


def source_query(request: HttpRequest) -> dict[str, str]:
    """Context processor: where a visitor came from outside, as a query for the links of a page.

    Empty on a page that is kept; there `static/js/source.js` does the same.
    """
    try:
        query = request.GET
    except TooManyFieldsSent:  # On the page that refuses it.
        return {"source_query": ""}
    pairs = {key: query[key][:LONGEST] for key in OUTSIDE if query.get(key)}
    return {"source_query": urlencode(pairs)}
