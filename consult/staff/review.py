"""The queue of cases that look like spam: what was typed, why they wait, and what staff decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consult.http import see_other
from consult.intake.contact import channel_name
from consult.intake.questions import BRIEF
from consult.intake.record import given_facts
from consult.leads import review
from consult.leads.models import Case
from consult.leads.review import AlreadyReviewed
from consult.leads.verdicts import VERDICTS
from consult.read_only import ReadOnly
from consult.staff.replay import saved_of

CLEAR, SPAM = "clear", "spam"
DECISIONS = {CLEAR: review.clear, SPAM: review.mark_spam}


class StateFilter(admin.SimpleListFilter):
    """What waits, unless something else is asked for."""

    title = gettext_lazy("review")
    parameter_name = "review"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, str]]:
        others = (Case.Review.CLEARED, Case.Review.SPAM)
        return [*((one.value, str(one.label)) for one in others), ("all", _("All"))]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        first, *others = super().choices(changelist)
        yield {**first, "display": Case.Review.WAITING.label}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Case]) -> QuerySet[Case]:
        if self.value() == "all":
            return queryset
        return queryset.filter(review=self.value() or Case.Review.WAITING)


@admin.register(Case)
class CaseAdmin(ReadOnly, admin.ModelAdmin[Case]):
    list_display = ("reference", "opened_at", "why", "typed")
    list_filter = (StateFilter,)
    list_select_related = ("lead", "intake")
    search_fields = ("reference", "name", "email")
    ordering = ("opened_at", "pk")
    actions = ("clear_chosen", "mark_chosen_as_spam")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        return super().get_queryset(request).prefetch_related("intake__steps")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = {"title": _("Cases waiting for review")}
        if request.GET.get("review"):
            title = {"title": _("Cases")}
        return super().changelist_view(request, title | (extra_context or {}))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """All that was typed, and the decision. A POST decides."""
        case = self.get_object(request, object_id)
        if case is None:
            raise Http404
        if not self.has_view_permission(request, case):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request, case)
        context = {
            **self.admin_site.each_context(request),
            **_page(case),
            "opts": self.opts,
            "title": _("Case %(reference)s") % {"reference": case.reference},
            "may_decide": self.has_review_permission(request),
        }
        return TemplateResponse(request, "admin/leads/case/change_form.html", context)

    def _decide(self, request: HttpRequest, case: Case) -> HttpResponse:
        if not self.has_review_permission(request):
            raise PermissionDenied
        decision, seen = request.POST.get("decision"), request.POST.get("seen", "")
        if decision not in DECISIONS:
            raise BadRequest
        if not _decided(request, [case], decision, seen):
            return see_other("admin:leads_case_change", case.pk)
        return see_other("admin:leads_case_changelist")

    @admin.action(description=gettext_lazy("Not spam: go on"), permissions=["review"])
    def clear_chosen(self, request: HttpRequest, queryset: QuerySet[Case]) -> None:
        _decided(request, _chosen(request, queryset), CLEAR, Case.Review.WAITING)

    @admin.action(description=gettext_lazy("Spam"), permissions=["review"])
    def mark_chosen_as_spam(self, request: HttpRequest, queryset: QuerySet[Case]) -> None:
        _decided(request, _chosen(request, queryset), SPAM, Case.Review.WAITING)

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Case]
    ) -> HttpResponse | None:
        if not all(_is_id(text) for text in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise BadRequest
        return super().response_action(request, queryset)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        everything = request.GET.get("review") == "all"
        return (*self.list_display, "review") if everything else self.list_display

    @admin.display(description=gettext_lazy("what was typed"))
    def typed(self, case: Case) -> str:
        company = f", {case.company}" if case.company else ""
        what = saved_of(case).get(BRIEF, {}).get("what", "") if case.intake else ""
        lines = (f"{case.name}{company} <{case.email}>", Truncator(what).chars(200))
        return format_html_join("\n", "<p>{}</p>", ((line,) for line in lines))

    @admin.display(description=gettext_lazy("suspicions"))
    def why(self, case: Case) -> str:
        return format_html_join("\n", "<p>{}</p>", ((sentence,) for sentence in case.suspicions))

    def has_review_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("leads.change_case")


def _page(case: Case) -> dict[str, object]:
    rows = Case.objects.select_related("lead", "intake").prefetch_related(
        *VERDICTS, "intake__steps"
    )
    case, now = get_object_or_404(rows, pk=case.pk), timezone.now()
    intake = case.intake
    return {
        "original": case,
        "case": case,
        "channel": channel_name(case.preferred_channel),
        "facts": given_facts(intake.matrix_version.content, saved_of(case)) if intake else [],
        "calls": case.bookings.taking_time().filter(starts_at__gt=now),
        "others": case.lead.cases.exclude(pk=case.pk).count(),
        "waits": case.review == Case.Review.WAITING,
        "is_spam": case.review == Case.Review.SPAM,
    }


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _chosen(request: HttpRequest, queryset: QuerySet[Case]) -> list[Case]:
    """Also those that have left the list since its page was opened."""
    if request.POST.get("select_across") == "1":
        return list(queryset)
    return list(Case.objects.filter(pk__in=request.POST.getlist(ACTION_CHECKBOX_NAME)))


def _decided(request: HttpRequest, cases: Iterable[Case], decision: str, seen: str) -> int:
    """Decide on each, and say what became of them. How many were decided."""
    by, now = cast(User, request.user), timezone.now()
    done, late = 0, []
    for case in cases:
        try:
            DECISIONS[decision](case=case, seen=seen, by=by, now=now)
        except AlreadyReviewed:
            late.append(case.reference)
        except Http404:  # Its person was deleted: there is nothing left to say of it.
            continue
        else:
            done += 1
    if done:
        messages.success(request, _told(decision, done))
    if late:
        text = ngettext(
            "%(which)s was reviewed by somebody else meanwhile, so nothing was changed.",
            "%(which)s were reviewed by somebody else meanwhile, so nothing was changed there.",
            len(late),
        )
        messages.warning(request, text % {"which": ", ".join(late)})
    return done


def _told(decision: str, done: int) -> str:
    if decision == SPAM:
        text = ngettext(
            "%d case is spam: nothing goes out on it.",
            "%d cases are spam: nothing goes out on them.",
            done,
        )
    else:
        text = ngettext(
            "%d case goes on: its confirmation is on its way.",
            "%d cases go on: their confirmations are on their way.",
            done,
        )
    return text % done
