"""What an article was: every save, what changed between two of them, and the way back."""

from __future__ import annotations

from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from consult.blog.differences import differences
from consult.blog.editor.state import base_of, conflict_sentence, number_in, said
from consult.blog.editor.views import FOLDER, Context, newest_of
from consult.blog.models import Article, Revision
from consult.blog.readiness import Refused
from consult.blog.services import Conflict, Draft, restore

MOST_OFFERED = 100


def revisions(request: HttpRequest, article: Article, context: Context) -> HttpResponse:
    """Every save, the newest first."""
    saved = article.revisions.order_by("-number").select_related("saved_by")
    context |= {
        "page": Paginator(saved.defer("body", "html", "text"), 50).get_page(
            request.GET.get("page")
        ),
        "newest": newest_of(article),
        "place": gettext("Revisions"),
    }
    return render(request, f"{FOLDER}/revisions.html", context)


def compare(request: HttpRequest, article: Article, context: Context) -> HttpResponse:
    """Two revisions; of their own accord, what readers see and the newest, or the last two."""
    newest = newest_of(article)
    after = _revision(article, request.GET.get("to")) or newest
    before = _revision(article, request.GET.get("from")) or article.live or _before(after)
    choices = article.revisions.order_by("-number").select_related("saved_by")
    context |= {
        "before": before,
        "after": after,
        "differences": differences(said(Draft.of(before)), said(Draft.of(after))),
        "choices": choices.defer("body", "html", "text")[:MOST_OFFERED],
        "newest": newest,
        "place": gettext("Compare"),
    }
    return render(request, f"{FOLDER}/compare.html", context)


def _revision(article: Article, number: str | None) -> Revision | None:
    rows = article.revisions.select_related("author", "saved_by")
    return get_object_or_404(rows, number=number_in(number)) if number else None


def _before(revision: Revision) -> Revision:
    earlier = revision.article.revisions.filter(number__lt=revision.number)
    return earlier.order_by("-number").first() or revision


@require_POST
def back(request: HttpRequest, article: Article, context: Context) -> HttpResponse:
    """Save an older revision once more, as the newest. Nothing that was saved is changed."""
    number = number_in(request.POST.get("revision", ""))
    revision = get_object_or_404(article.revisions.all(), number=number)
    newest, by, now = newest_of(article), cast(User, request.user), timezone.now()
    try:
        saved = restore(
            article=article, revision=revision, based_on=base_of(request), by=by, now=now
        )
    except (Conflict, Refused) as reason:
        told = (conflict_sentence(reason),) if isinstance(reason, Conflict) else reason.sentences
        response = revisions(request, article, context | {"refusals": told})
        response.status_code = HTTPStatus.CONFLICT
        return response
    if saved == newest:
        same = gettext("Revision %(number)s already says the same.")
        messages.info(request, same % {"number": saved.number})
    else:
        what = gettext("Revision %(old)s taken up again as revision %(number)s.")
        messages.success(request, what % {"old": revision.number, "number": saved.number})
    return redirect("admin:blog_article_change", article.pk)
