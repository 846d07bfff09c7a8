"""The last look before readers see it, now or later; and how it is taken back."""

from __future__ import annotations

from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from consult.blog import services
from consult.blog.differences import differences
from consult.blog.editor.forms import ScheduleForm
from consult.blog.editor.state import number_in, said, scheduled_sentence
from consult.blog.editor.views import FOLDER, Context, newest_of
from consult.blog.models import Article, Revision
from consult.blog.readiness import Refused, faults
from consult.blog.services import Draft
from consult.zones import time_in_zone


def publish(request: HttpRequest, article: Article, context: Context) -> HttpResponse:
    """What would change for readers. A POST publishes it or schedules it."""
    asked = request.POST.get("revision") or request.GET.get("revision")
    revision = (
        get_object_or_404(article.revisions.all(), number=number_in(asked))
        if asked
        else newest_of(article)
    )
    later = "schedule" in request.POST
    form = ScheduleForm(request.POST if later else None)
    context |= {"revision": revision, "form": form}
    if request.method != "POST":
        return _review(request, article, context, HTTPStatus.OK)
    if later and not form.is_valid():
        return _review(request, article, context, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        with transaction.atomic():
            _refuse_if_others_published(request, article)
            _carry_out(request, article, revision, form)
    except Refused as refused:
        context |= {"refusals": refused.sentences}
        return _review(request, article, context, HTTPStatus.CONFLICT)
    return redirect("admin:blog_article_change", article.pk)


def _refuse_if_others_published(request: HttpRequest, article: Article) -> None:
    """What readers would lose must be what was shown as lost."""
    live = (
        Article.objects.select_for_update(of=["self"])
        .select_related("live")
        .get(pk=article.pk)
        .live
    )
    seen = request.POST.get("live", "")
    if seen != (str(live.number) if live else ""):
        sentence = gettext(
            "Meanwhile somebody else published or withdrew this article. Look again."
        )
        raise Refused(sentence)


def _carry_out(
    request: HttpRequest, article: Article, revision: Revision, form: ScheduleForm
) -> None:
    by, now = cast(User, request.user), timezone.now()
    if form.is_bound:
        at = form.cleaned_data["at"]
        services.schedule(article=article, revision=revision, at=at, now=now, by=by)
        sentence = gettext("Revision %(number)s will be published on %(time)s.")
        told = sentence % {"number": revision.number, "time": time_in_zone(at)}
    else:
        services.publish(article=article, revision=revision, now=now, by=by)
        told = gettext("Published. Readers see revision %(number)s now.")
        told %= {"number": revision.number}
    messages.success(request, told)


def _review(
    request: HttpRequest, article: Article, context: Context, status: HTTPStatus
) -> HttpResponse:
    article.refresh_from_db()
    revision = cast(Revision, context["revision"])
    live = article.live
    changes = differences(said(Draft.of(live)), said(Draft.of(revision))) if live else []
    context |= {
        "live": live,
        "differences": changes,
        "faults": faults(article, revision),
        "moves": bool(article.published_at) and revision.slug != article.slug,
        "newest": newest_of(article),
        "scheduled": scheduled_sentence(article, timezone.now()),
        "place": gettext("Publish"),
    }
    return render(request, f"{FOLDER}/publish.html", context, status=status)


@require_POST
def unschedule(request: HttpRequest, article: Article, context: Context) -> HttpResponse:
    services.unschedule(article=article, by=cast(User, request.user))
    messages.success(request, gettext("Nothing is scheduled any more."))
    return redirect("admin:blog_article_change", article.pk)


def withdraw(request: HttpRequest, article: Article, context: Context) -> HttpResponse:
    """What a withdrawal does. A POST carries it out."""
    if request.method == "POST":
        services.withdraw(article=article, by=cast(User, request.user))
        messages.success(request, gettext("Withdrawn. Readers do not see this article any more."))
        return redirect("admin:blog_article_change", article.pk)
    context |= {
        "scheduled": scheduled_sentence(article, timezone.now()),
        "place": gettext("Withdraw"),
    }
    return render(request, f"{FOLDER}/withdraw.html", context)
