"""Replay: which verdicts a new version of a matrix changes, and the advice that is issued anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from advisor.models import MatrixVersion
from consult.devmail import html_part
from consult.followups import letters
from consult.followups.models import Message
from consult.http import see_other
from consult.leads.models import Case
from consult.leads.services import reissue
from consult.leads.verdicts import advise
from consult.staff.replay import MOST_CASES, Comparison, comparisons, row, saved_of

PAGE = 25  # cases with both verdicts in full
MOST_LISTED = 100  # of those that stay as they are


@require_safe
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    """Open cases that were advised by an older version, those with another verdict first."""
    _require(request, "leads.view_lead", "leads.change_lead")
    version, before = _version(pk), _number(request.GET.get("before", ""))
    newest, waiting = version.matrix.current(), list[Comparison]()
    if version == newest:
        waiting = comparisons(version, before=before)
    changed = [one for one in waiting if one.change == "verdict"]
    stays = [one for one in waiting if one.change != "verdict"]
    page = Paginator(changed, PAGE).get_page(request.GET.get("p"))
    context = {
        "newest": newest,
        "before": before,
        "oldest": waiting[-1].case if len(waiting) == MOST_CASES else None,
        "compared": len(waiting),
        "changed": len(changed),
        "page": page,
        "rows": [row(one, version, timezone.now()) for one in page],
        "stays": stays[:MOST_LISTED],
        "stays_count": len(stays),
        "moved": sum(1 for one in stays if one.change == "margin"),
        "advised": Case.objects.open_on(version).filter(advice__matrix_version=version).count(),
        "selected": request.GET.get("select") == "all",
        "may_issue": request.user.has_perm("leads.change_lead"),
    }
    return _page(request, "admin/replay/replay.html", version, context)


@require_safe
def mails(request: HttpRequest, pk: int) -> HttpResponse:
    """Every mail that would go out, as it would go out. Nothing is issued yet."""
    _require(request, "leads.change_lead")
    version = _version(pk)
    chosen = _chosen(version, request.GET.getlist("case"))
    if not chosen:
        messages.error(request, _("Choose at least one case whose verdict changes."))
        return see_other("admin:replay", pk)
    written = [(case, _letter(case, version)) for case in chosen]
    context = {"written": written, "place": _("Mails")}
    return _page(request, "admin/replay/mails.html", version, context)


@require_safe
def mail(request: HttpRequest, pk: int, case: int) -> HttpResponse:
    """The HTML part of one of them, for a frame in the page above."""
    _require(request, "leads.change_lead")
    version = _version(pk)
    chosen = _chosen(version, [str(case)])
    if not chosen:
        raise Http404
    return html_part(_letter(chosen[0], version).html)


@require_POST
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the advice. What has changed since the page was opened is left out, and said."""
    _require(request, "leads.change_lead")
    version, wanted = _version(pk), request.POST.getlist("case")
    by, now = cast(User, request.user), timezone.now()
    advice = [
        reissue(case=case, version=version, by=by, now=now) for case in _chosen(version, wanted)
    ]
    issued = sum(1 for one in advice if one)
    left_out = len(set(wanted)) - issued
    if issued:
        text = ngettext(
            "The advice on %d case was issued anew, and its mail is on its way.",
            "The advice on %d cases was issued anew, and their mails are on their way.",
            issued,
        )
        messages.success(request, text % issued)
    if left_out or not wanted:
        messages.warning(request, _left_out(left_out))
    return see_other("admin:replay", pk)


def _require(request: HttpRequest, *permissions: str) -> None:
    if not any(request.user.has_perm(permission) for permission in permissions):
        raise PermissionDenied


def _left_out(count: int) -> str:
    text = ngettext(
        "%d case was left out: its lead was closed, or newer advice or a newer version came first.",
        "%d cases were left out: leads were closed, or newer advice or a newer version came first.",
        count,
    )
    return text % count if count else _("No case was chosen, so nothing was issued.")


def _version(pk: int) -> MatrixVersion:
    return get_object_or_404(MatrixVersion.objects.select_related("matrix"), pk=pk)


def _letter(case: Case, version: MatrixVersion) -> Message:
    """The mail that issuing this advice would queue."""
    now = timezone.now()
    advice = advise(case=case, version=version, saved=saved_of(case), now=now)
    return letters.advice(advice, now)


def _chosen(version: MatrixVersion, ids: list[str]) -> list[Case]:
    """Those of the cases *ids* whose verdict *version* changes, while it is the newest."""
    known = {number for text in ids if (number := _number(text)) is not None}
    if version != version.matrix.current():
        return []
    waiting = comparisons(version, only=known)
    return [one.case for one in waiting if one.change == "verdict"]


def _number(text: str) -> int | None:
    """The id of a row, where *text* can be one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _page(
    request: HttpRequest, template: str, version: MatrixVersion, context: Mapping[str, object]
) -> HttpResponse:
    title = _("Replay of version %(number)s") % {"number": version.number}
    shared = {**admin.site.each_context(request), "title": title, "version": version}
    return render(request, template, {**shared, **context})
