"""The editor of one article: its fields, where it stands, and what another editor did meanwhile."""

from __future__ import annotations

from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from advisor.models import DecisionMatrix
from consult.blog.differences import differences
from consult.blog.editor.forms import ArticleForm, typed
from consult.blog.editor.state import base_of, conflict_sentence, number_in, said, standing
from consult.blog.models import Article, Picture, Revision
from consult.blog.preview import preview_path
from consult.blog.readiness import Refused, body_faults
from consult.blog.services import Conflict, Draft, revoke_preview, save

FOLDER = "admin/blog/article"
Context = dict[str, object]


def editor(request: HttpRequest, article: Article | None, context: Context) -> HttpResponse:
    """The newest revision to be edited; a POST saves it as the next, with its faults."""
    newest = newest_of(article) if article else None
    if request.method == "POST":
        return _save(request, article, newest, context)
    form = ArticleForm(article=article, initial=typed(newest) if newest else {})
    context |= {"based_on": newest.number if newest else ""}
    return _page(request, article, newest, form, context, HTTPStatus.OK)


def newest_of(article: Article) -> Revision:
    return article.revisions.select_related("author", "saved_by").latest("number")


def _save(
    request: HttpRequest, article: Article | None, newest: Revision | None, context: Context
) -> HttpResponse:
    form = ArticleForm(request.POST, article=article)
    # Whoever has seen what the other editor saved may go on top of it.
    over = request.POST.get("over", "")
    based_on = number_in(over) if over else base_of(request)
    context |= {"based_on": based_on}
    by, now = cast(User, request.user), timezone.now()
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            revision = save(article=article, draft=form.draft, based_on=based_on, by=by, now=now)
        except Refused as refused:
            form.add_error("slug", list(refused.sentences))
        except Conflict as conflict:
            status = HTTPStatus.CONFLICT
            newest = conflict.newest
            changes = differences(said(Draft.of(newest)), said(form.draft))
            sentence = conflict_sentence(conflict)
            context |= {"theirs": newest, "differences": changes, "sentence": sentence}
        else:
            return _saved(request, revision, newest)
    return _page(request, article, newest, form, context, status)


def _saved(
    request: HttpRequest, revision: Revision, before: Revision | None
) -> HttpResponseRedirect:
    """On to what was asked for together with saving."""
    number = {"number": revision.number}
    if revision == before:
        messages.info(request, gettext("Revision %(number)s already says the same.") % number)
    else:
        messages.success(request, gettext("Saved as revision %(number)s.") % number)
    if "preview" in request.POST:
        return redirect(preview_path(revision.article))
    page = "publish" if "publish" in request.POST else "change"
    return redirect(f"admin:blog_article_{page}", revision.article.pk)


def _page(
    request: HttpRequest,
    article: Article | None,
    newest: Revision | None,
    form: ArticleForm,
    context: Context,
    status: HTTPStatus,
) -> HttpResponse:
    if article and newest:
        context |= {
            "standing": standing(article, newest, timezone.now()),
            "faults": body_faults(newest.body),
            "preview_url": settings.SITE_URL + preview_path(article),
            "redirects": article.redirects.all(),
        }
    context |= {
        "form": form,
        "matrices": DecisionMatrix.objects.filter(versions__isnull=False).distinct()[:20],
        "pictures": Picture.objects.all()[:20],
    }
    return render(request, f"{FOLDER}/change_form.html", context, status=status)


@require_POST
def revoke(request: HttpRequest, article: Article, context: Context) -> HttpResponse:
    revoke_preview(article=article, by=cast(User, request.user))
    messages.success(request, gettext("The old preview link leads nowhere now."))
    return redirect("admin:blog_article_change", article.pk)
