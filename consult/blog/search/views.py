from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consult.blog import reading
from consult.blog.models import Article, Author, Topic
from consult.blog.search.find import PER_PAGE, Found, find, unknown
from consult.blog.search.query import MOST, corrected, parsed, words
from consult.blog.search.vocabulary import vocabulary

SUGGESTED = 3  # articles, where nothing was found


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is published and has all the words; of a word that nothing has, the nearest one."""
    query = " ".join(request.GET.get("q", "").split())
    if len(query) > MOST:
        sentence = _("Please ask in %(most)s characters at most.") % {"most": MOST}
        refused = {"q": query[:MOST], "fault": sentence}
        return render(request, "blog/search.html", refused, status=HTTPStatus.BAD_REQUEST)
    if not words(query):
        fault = _("Type a word to look for.") if query else ""
        empty = {"q": query, "fault": fault, **_suggestions()}
        return render(request, "blog/search.html", empty)

    exact = request.GET.get("exact") == "1"
    shown = query if exact else _corrected(query)
    number = _page_number(request.GET)
    found = find(parsed(shown), number)
    if number > 1 and not found.hits:
        raise Http404
    context: dict[str, object] = {
        "q": query,
        "shown": shown,
        "exact_query": urlencode({"q": query, "exact": 1}),
        **_paged(request.GET, found, number),
        **(_named(shown) if number == 1 else {}),
        **(_suggestions() if not found.hits else {}),
    }
    return render(request, "blog/search.html", context)


def _corrected(query: str) -> str:
    missing = set(unknown(words(query), parsed(query)))
    if not missing:
        return query
    known = vocabulary()
    return corrected(query, lambda word: (known.correct(word) if word in missing else None) or word)


def _page_number(query: QueryDict) -> int:
    typed = query.get("page", "1")
    if not (typed.isascii() and typed.isdecimal() and 0 < len(typed) <= 4 and int(typed)):
        raise Http404
    return int(typed)


def _paged(query: QueryDict, found: Found, number: int) -> dict[str, object]:
    kept = {name: query[name] for name in ("q", "exact") if name in query}

    def page(number: int) -> str:
        return "?" + urlencode({**kept, **({"page": number} if number > 1 else {})})

    last = -(-found.total // PER_PAGE)
    return {
        "found": found,
        "number": number,
        "last": last,
        "earlier_url": page(number - 1) if number > 1 else "",
        "later_url": page(number + 1) if number < last else "",
    }


def _named(query: str) -> dict[str, object]:
    """Topics and authors of that name, who have published something."""
    published = Article.objects.published()
    name = query.strip('"')
    of_name = {"name__icontains": name, "articles__in": published}
    return {
        "topics": Topic.objects.filter(**of_name).distinct()[:5],
        "authors": Author.objects.filter(**of_name).distinct()[:5],
    }


def _suggestions() -> dict[str, object]:
    published = Article.objects.published()
    return {
        "all_topics": Topic.objects.filter(articles__in=published).distinct(),
        "latest": reading.listed()[:SUGGESTED],
    }
