"""What the templates of a matrix and its verdict are given, wherever they stand."""

from __future__ import annotations

from collections.abc import Container
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from advisor import grid
from advisor.core.answers import parse_query, to_query
from advisor.core.model import Answers, Matrix
from advisor.verdict import verdict_view

# What links to a page add to its address: where a visitor comes from, never an answer.
SOURCE_KEYS = frozenset(
    {"from", "cta", "utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term"}
)
MOST_UNKNOWN = 8


def verdict_context(matrix: Matrix, answers: Answers) -> dict[str, object]:
    """The context of `advisor/_verdict.html`."""
    return {
        "matrix": matrix,
        "alternatives": grid.alternatives(matrix),
        "verdict": verdict_view(matrix, answers),
    }


def read_query(
    matrix: Matrix, query: QueryDict, ignore: Container[str] = SOURCE_KEYS
) -> tuple[Answers, tuple[str, ...]]:
    """The answers in a page's query string, and the pairs in it that were not understood."""
    pairs = [(key, value) for key, values in query.lists() for value in values]
    return parse_query(matrix, pairs, ignore)


def query_context(matrix: Matrix, query: QueryDict, cta: str) -> dict[str, object]:
    """The context of `advisor/_matrix.html`: the verdict on a query string, and the ways on.

    *cta* names the page for the lead's source, unless the query already names another.
    """
    answers, unknown = read_query(matrix, query)
    answered = to_query(matrix, answers)
    weights = [(key, value) for key, value in parse_qsl(answered) if key.startswith("w.")]
    source = {key: query[key] for key in sorted(SOURCE_KEYS) if query.get(key)}
    hidden = [*source.items(), *weights]
    source.setdefault("cta", cta)
    onward = urlencode(source)
    shared = [answered] if answered else []
    slug = [matrix.slug]
    return {
        **verdict_context(matrix, answers),
        "rows": grid.rows(matrix, answers),
        "unknown": _shortened(unknown),
        "hidden": hidden,
        "share_url": "?".join([reverse("fit:matrix", args=slug), *shared]),
        "intake_url": reverse("intake:start", args=slug) + "?" + "&".join([*shared, onward]),
        "book_url": reverse("bookings:book") + "?" + onward,
    }


def _shortened(unknown: tuple[str, ...]) -> list[str]:
    """The first few: a page is no place for the thousand that somebody may send."""
    more = len(unknown) - MOST_UNKNOWN
    last = [gettext("and %(count)s more") % {"count": more}] if more > 0 else []
    return [*unknown[:MOST_UNKNOWN], *last]
