"""The words of what is published, against which the search checks its questions.

PostgreSQL's own way to forgive mistakes, pg_trgm, is not there everywhere. The words of some
hundred articles fit into every process, which counts them once for each edition of the site.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from functools import lru_cache

from consult import pages
from consult.blog.models import Article
from consult.blog.search.query import WORD
from consult.blog.search.spelling import Vocabulary


def vocabulary() -> Vocabulary:
    """The words of the articles that are out, and of their titles, summaries, and topics."""
    return _of_edition(pages.edition())


@lru_cache(maxsize=1)
def _of_edition(edition: Hashable) -> Vocabulary:
    counts: Counter[str] = Counter()
    for text in _texts():
        counts.update(WORD.findall(text.lower()))
    for word, count in list(counts.items()):
        # Node.js is found by its parts as well.
        if "." in word:
            counts.update(dict.fromkeys(word.split("."), count))
    return Vocabulary.of(counts)


def _texts() -> Iterator[str]:
    published = Article.objects.published().order_by()
    for texts in published.values_list("title", "summary", "text").iterator(chunk_size=100):
        yield from texts
    yield from published.exclude(topics=None).values_list("topics__name", flat=True)
