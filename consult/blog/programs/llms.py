"""An overview of the site for language models: https://llmstxt.org/."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from advisor.core.markdown import plain
from advisor.models import DecisionMatrix
from consult.blog import reading
from consult.blog.head import absolute
from consult.blog.models import Article
from consult.blog.programs.sitemap import published_matrices
from consult.pages import kept


@kept
@require_safe
@conditional_page
def llms(request: HttpRequest) -> HttpResponse:
    us = settings.PRACTICE
    parts = [
        f"# {plain(us['name'])}",
        f"> {plain(us['tagline'])}",
        _(
            "A senior software architect compares engines and architectures. Every comparison "
            "carries a decision matrix, which anybody can run on their own case, on its page or "
            "through the API, without an account. Verdicts are explained to the last point."
        ),
        f"## {_('Articles')}",
        _lines(_article(one) for one in reading.listed()),
        f"## {_('Decision matrices')}",
        _lines(_matrix(one) for one in published_matrices()),
        f"## {_('Services')}",
        _lines(
            [
                _link(_("A 15-minute discovery call, free of charge"), reverse("bookings:book")),
                _link(_("All fit checks"), reverse("fit:index")),
            ]
        ),
        f"## {_('For programs')}",
        _lines(
            [
                _link(_("How to score a case through the API"), reverse("api:openapi-view")),
                _link(_("The feed, with every article in full"), reverse("blog:feed")),
                _link(_("All pages"), reverse("blog:sitemap")),
            ]
        ),
    ]
    text = "\n\n".join(part for part in parts if part) + "\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _article(article: Article) -> str:
    address = reverse("blog:markdown", args=[article.slug])
    return f"{_link(article.title, address)}: {plain(article.summary)}"


def _matrix(matrix: DecisionMatrix) -> str:
    page = _link(matrix.title, reverse("fit:matrix", args=[matrix.slug]))
    return f"{page}: {_link(_('as JSON'), reverse('api:matrix', args=[matrix.slug]))}"


def _link(title: str, path: str) -> str:
    return f"[{plain(title)}]({absolute(path)})"


def _lines(items: Iterable[str]) -> str:
    """The one kind of list that the format has."""
    return "\n".join(f"- {item}" for item in items)
