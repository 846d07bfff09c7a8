"""What somebody types into the search, as PostgreSQL's web search reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MOST = 200  # characters; nobody asks for more, and a program shall not
MOST_WORDS = 20

# Node.js, don't, and back-end are one word each; a sign before one or after one is none of it.
WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
# PostgreSQL would read Node.js as the name of a host, TCP/IP as that of a file, and what stands in
# code between < and > as a tag, and would find none of them by a part. So these are spaces to it,
# in what is looked for as in what is looked through.
SIGNS = "./<>&"
_SIGN = re.compile(f"[{SIGNS}]")
_BEGUN = re.compile(r"^(?P<head>.*?(?<![-\w]))(?P<last>[^\W_]{3,})$", re.DOTALL)


@dataclass(frozen=True)
class Query:
    """`whole` is the question, for `websearch_to_tsquery`. Of its last word only the beginning may
    have been typed: `head` is what stands before it, and `begun` the word for `to_tsquery`."""

    whole: str
    head: str
    begun: str


def parsed(query: str) -> Query:
    whole = _parted(query)
    match = _BEGUN.match(whole)
    if not match or whole.count('"') % 2 or match["last"].lower() == "or":
        return Query(whole, whole, "")
    return Query(whole, match["head"], match["last"].lower() + ":*")


def words(query: str) -> list[str]:
    """The words of a question, each once, as they are known in the vocabulary."""
    found = (match[0].lower() for match in _wanted(query))
    return list(dict.fromkeys(found))[:MOST_WORDS]


def corrected(query: str, correct: Callable[[str], str]) -> str:
    """The same question with other words in their places; what must not occur stays as it is."""
    pieces, at = [], 0
    for match in _wanted(query):
        word = match[0]
        better = correct(word.lower())
        pieces += [query[at : match.start()], word if better == word.lower() else better]
        at = match.end()
    return "".join([*pieces, query[at:]])


def _wanted(query: str) -> Iterator[re.Match[str]]:
    for match in WORD.finditer(query):
        if query[: match.start()].endswith("-") or match[0].lower() == "or":
            continue
        yield match


def _parted(query: str) -> str:
    """A word with dots becomes a phrase of its parts, as the articles' words are kept."""
    outside = True
    pieces = []
    for piece in query.split('"'):
        pieces.append(WORD.sub(_phrase if outside else _spaced, piece))
        outside = not outside
    return _SIGN.sub(" ", '"'.join(pieces))


def _phrase(match: re.Match[str]) -> str:
    return f'"{_spaced(match)}"' if _SIGN.search(match[0]) else match[0]


def _spaced(match: re.Match[str]) -> str:
    return _SIGN.sub(" ", match[0])
