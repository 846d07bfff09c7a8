"""What the templates of a matrix and its verdict are given, wherever they stand."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext

from advisor import grid
from advisor.address import Address
from advisor.core.answers import parse_query, to_query
from advisor.core.model import Answers, Matrix
from advisor.models import MatrixVersion
from advisor.verdict import verdict_view

# What links to a page add to its address: where a visitor comes from, never an answer.
SOURCE_KEYS = frozenset(
    {"from", "cta", "ref", "utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term"}
)
# An older version of a matrix; with a hyphen, because no criterion's key has one.
VERSION_KEY = "matrix-version"
MOST_UNKNOWN = 8


def read_query(
    matrix: Matrix, query: QueryDict, ignore: Container[str] = SOURCE_KEYS
) -> tuple[Answers, tuple[str, ...]]:
    """The answers in a page's query string, and the pairs in it that were not understood.

    `ignore` holds the keys that belong to the page; of a criterion by the same name they carry
    the answers as well.
    """
    options = _options(matrix)
    pairs = [
        (key, value)
        for key, value in _pairs(query)
        if key != VERSION_KEY and (key not in ignore or value in options.get(key, ()))
    ]
    return parse_query(matrix, pairs)


def read_source(matrix: Matrix, query: QueryDict) -> dict[str, str]:
    """Where a visitor comes from: the last value of each key that is not an answer."""
    options = _options(matrix)
    return {
        key: value
        for key, value in _pairs(query)
        if key in SOURCE_KEYS and value and value not in options.get(key, ())
    }


def _pairs(query: QueryDict) -> Iterator[tuple[str, str]]:
    return ((key, value) for key, values in query.lists() for value in values)


def _options(matrix: Matrix) -> dict[str, set[str]]:
    return {c.key: {option.key for option in c.options} for c in matrix.criteria}


def verdict_context(matrix: Matrix, answers: Answers, version: int) -> dict[str, object]:
    """The context of `advisor/_verdict.html` on a page without the matrix.

    Its links lead to the page that has this version.
    """
    return _verdict_context(fixed_address(matrix, answers, version))


def fixed_address(matrix: Matrix, answers: Answers, version: int) -> Address:
    """A case under the matrix's own address, where it stays with this version."""
    path = reverse("fit:matrix", args=[matrix.slug])
    return Address(path, matrix, answers, kept=((VERSION_KEY, str(version)),), here=False)


def query_context(
    version: MatrixVersion,
    query: QueryDict,
    *,
    path: str,
    cta: str,
    article: str = "",
    newest: bool = True,
    full: bool = False,
) -> dict[str, object]:
    """The context of `advisor/_matrix.html`: the verdict on a query string, and the ways on.

    *full* is for the matrix's own page, which has every reason and figure. Any other page leaves
    the reasons in the cells to it, because there they would be more than the page itself.

    *cta*, and *article* by its slug, name the page for the lead's source; of the first the query
    may name another. *newest* is false for a version that has been replaced.
    """
    matrix = version.content
    answers, unknown = read_query(matrix, query)
    source = read_source(matrix, query) | ({"from": article} if article else {})
    fixed = fixed_address(matrix, answers, version.number)
    at = Address(
        path,
        matrix,
        answers,
        kept=(*sorted(source.items()), *(() if newest else fixed.kept)),
        reasons="" if full else fixed.path,
    )
    onward = urlencode({**dict(sorted(source.items())), "cta": source.get("cta", cta)})
    answered = to_query(matrix, answers)
    # Who is sent a verdict sees that one, whatever is published meanwhile.
    shared = fixed if answered else replace(fixed, kept=at.kept[len(source) :])
    intake_query = "&".join(filter(None, [answered, onward]))
    return {
        **_verdict_context(at),
        "version": version,
        "full": full,
        "action": path,
        "reasons_url": at.whole.url(answers),
        "rows": partial(grid.rows, matrix, answers),  # for the whole page only
        "unknown": _shortened(unknown),
        "hidden": at.kept,
        "share_url": shared.url(answers),
        "newest_url": replace(fixed, kept=()).verdict(answers),
        "adr_url": _beside(shared, "fit:adr"),
        "card_url": _beside(shared, "fit:card"),
        "intake_url": f"{reverse('intake:start', args=[matrix.slug])}?{intake_query}",
        "book_url": f"{reverse('bookings:book')}?{onward}",
    }


def _verdict_context(at: Address) -> dict[str, object]:
    return {
        "matrix": at.matrix,
        "matrix_lang": _matrix_lang(),
        "alternatives": grid.alternatives(at.matrix),
        "verdict": verdict_view(at.matrix, at.answers, at),
        "here": at.here,
        "own_weights_url": at.verdict(at.answers.model_copy(update={"weights": {}})),
    }


def _beside(shared: Address, name: str) -> str:
    """What else there is of the same case under the matrix's address."""
    return replace(shared, path=reverse(name, args=[shared.matrix.slug])).url(shared.answers)


def _matrix_lang() -> str:
    """The attribute for a matrix's own text, which is in the site's language, on other pages."""
    other = get_language() not in (None, settings.LANGUAGE_CODE)
    return format_html(' lang="{}"', settings.LANGUAGE_CODE) if other else ""


def _shortened(unknown: tuple[str, ...]) -> list[str]:
    """The first few: a page is no place for the thousand that somebody may send."""
    more = len(unknown) - MOST_UNKNOWN
    last = [gettext("and %(count)s more") % {"count": more}] if more > 0 else []
    return [*unknown[:MOST_UNKNOWN], *last]
