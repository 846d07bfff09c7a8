"""The search over the full text of what is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from consult.blog.outline import minutes
from consult.blog.search.query import SIGNS, Query

PER_PAGE = 10

# What PostgreSQL puts around a word that was found, and what stands for the signs within words
# while it looks for their parts. None is left in a text that it is given.
BEGIN, END = "\x02", "\x03"
STAND_INS = "\x04\x05\x06\x07\x08"
_SIGNS_AGAIN = str.maketrans(STAND_INS, SIGNS)
_MARKED = f'StartSel="{BEGIN}", StopSel="{END}"'
_FRAGMENTS = 'MaxFragments=2, MinWords=12, MaxWords=28, FragmentDelimiter=" … "'

_QUERY = """
    SELECT websearch_to_tsquery('english', %(whole)s) AS exact,
           websearch_to_tsquery('english', %(whole)s)
           || (websearch_to_tsquery('english', %(head)s) && to_tsquery('english', %(begun)s))
           AS query
"""
# Weights are those of anything else, the text, the summary, and the title. What is shown of an
# article is made for one page only: it takes far longer than to find it.
_FIND = f"""
    WITH asked AS ({_QUERY}), found AS MATERIALIZED (
        SELECT article.id, count(*) OVER () AS total, row_number() OVER (
            ORDER BY
                -- the words themselves before what only begins with the last one,
                search @@ exact DESC,
                -- an article on the subject before one that mentions it,
                ts_filter(search, '{{a}}') @@ query DESC,
                -- many occurrences close together before few, by the length of the text,
                ts_rank_cd('{{0.05, 0.1, 0.4, 1.0}}', search, query, 1) DESC,
                -- and the newest first.
                published_at DESC, article.id DESC
        ) AS place
        FROM blog_article AS article, asked
        WHERE live_id IS NOT NULL AND search @@ query
        ORDER BY place LIMIT %(count)s OFFSET %(first)s
    )
    SELECT total, article.slug, author.name, published_at, article.words,
           ts_headline('english', translate(title, %(signs)s, %(stand_ins)s), query, %(all)s),
           ts_headline('english', translate(summary, %(signs)s, %(stand_ins)s), query, %(all)s),
           ts_headline('english', translate(text, %(signs)s, %(stand_ins)s), query, %(some)s)
    FROM found JOIN blog_article AS article USING (id)
         JOIN blog_author AS author ON author.id = article.author_id, asked
    ORDER BY place
"""
# Those that stand for nothing, such as "the", have no nodes.
_UNKNOWN = """
    SELECT word FROM unnest(%(words)s::text[]) AS word,
         LATERAL phraseto_tsquery('english', translate(word, '.', ' ')) AS phrase
    WHERE numnode(phrase) > 0 AND NOT EXISTS (
        SELECT FROM blog_article
        WHERE live_id IS NOT NULL AND search @@ (phrase || to_tsquery('english',
            CASE WHEN word || ':*' = %(begun)s THEN %(begun)s ELSE '' END))
    )
"""


@dataclass(frozen=True)
class Hit:
    """An article that was found; what was found in it is marked."""

    slug: str
    author: str
    published_at: datetime
    words: int
    title: SafeString
    summary: SafeString
    snippet: SafeString

    @property
    def minutes(self) -> int:
        return minutes(self.words)


@dataclass(frozen=True)
class Found:
    total: int
    hits: list[Hit]


def find(query: Query, page: int) -> Found:
    """One page of what is published and has all the words, the best first."""
    values: dict[str, str | int] = {
        "whole": query.whole,
        "head": query.head,
        "begun": query.begun,
        "count": PER_PAGE,
        "first": (page - 1) * PER_PAGE,
        "signs": SIGNS + STAND_INS + BEGIN + END,
        "stand_ins": STAND_INS,
        "all": f"{_MARKED}, HighlightAll=true",
        "some": f"{_MARKED}, {_FRAGMENTS}",
    }
    with connection.cursor() as cursor:
        cursor.execute(_FIND, values)
        rows = cursor.fetchall()
    hits = [Hit(*row[1:5], *map(marked, row[5:])) for row in rows]
    return Found(rows[0][0] if rows else 0, hits)


def unknown(words: Sequence[str], query: Query) -> list[str]:
    """Those of the words that occur in nothing published, in whatever form."""
    with connection.cursor() as cursor:
        cursor.execute(_UNKNOWN, {"words": list(words), "begun": query.begun})
        return [word for (word,) in cursor.fetchall()]


def marked(headline: str) -> SafeString:
    """The text as HTML: nothing in it is markup but the marks around what was found."""
    html = escape(headline.translate(_SIGNS_AGAIN))
    return mark_safe(html.replace(BEGIN, "<mark>").replace(END, "</mark>"))
