from __future__ import annotations

import uuid
from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consult import links
from consult.case import services
from consult.case.forms import MailsForm
from consult.case.summary import case_context, whatsapp_text
from consult.followups.rules import OPTIONAL
from consult.http import private, see_other
from consult.intake.browsers import held
from consult.leads.models import Activity, Case
from consult.leads.services import lock_lead, note
from consult.limits import limited
from consult.whatsapp import whatsapp_url

# What the page says was done, after a form on it was sent.
DONE = ("mails", "data")
CASES = Case.objects.select_related("lead", "intake__matrix_version__matrix").prefetch_related(
    "advice__matrix_version", "advice__issued_by"
)


@private
@require_safe
def receipt(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    """Shown only to the browser that submitted: the case link in it is the visitor's key."""
    mine = held(request).filter(submission_id=submission_id)
    case = CASES.filter(intake__in=mine.order_by()).first()
    if case is None:  # The same for every other browser, whether there is such a case or not.
        return render(request, "case/receipt_gone.html", status=HTTPStatus.NOT_FOUND)
    if case.is_spam:  # What a receipt promises does not hold any more.
        return see_other("case:case", links.token("case", case))
    return render(request, "case/receipt.html", case_context(case, timezone.now()))


@private
@require_safe
def case(request: HttpRequest, token: str) -> HttpResponse:
    """Everything about this one case, and nothing else of its lead."""
    case = links.resolve("case", token, CASES)
    wanted = [kind for kind in OPTIONAL if kind not in case.mails_off]
    done = request.GET.get("done")
    context = {
        "mails_form": MailsForm(initial={"wanted": wanted}),
        "done": done if done in DONE else "",
    }
    return render(request, "case/case.html", case_context(case, timezone.now()) | context)


@private
@require_POST
def mails(request: HttpRequest, token: str) -> HttpResponse:
    """Keep which mails are wanted. It holds for those that wait already as well."""
    case = links.resolve("case", token, CASES)
    form = MailsForm(request.POST)
    if not form.is_valid():
        context = case_context(case, timezone.now()) | {"mails_form": form}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "case/case.html", context, status=status)
    services.choose_mails(case=case, wanted=form.cleaned_data["wanted"])
    return _case_says("mails", token)


@private
@require_POST
def replace_link(request: HttpRequest, token: str) -> HttpResponse:
    """The new link goes to the case's address and nowhere else: whoever had the old one is out."""
    case = links.resolve("case", token, CASES)
    if case.is_spam:  # No mail goes out on it, so nobody would ever have the new link.
        return see_other("case:case", token)
    services.replace_link(case=case, by=None, now=timezone.now())
    return see_other("case:link_replaced")


@require_safe
def link_replaced(request: HttpRequest) -> HttpResponse:
    return render(request, "case/link_replaced.html")


@private
@require_POST
@limited("data", burst=6, per_minute=2)
def data(request: HttpRequest, token: str) -> HttpResponse:
    """Mail the way to everything about the person; the answer tells nothing of other cases."""
    case = links.resolve("case", token, CASES)
    services.mail_data_link(lead=case.lead, now=timezone.now())
    return _case_says("data", token)


def _case_says(done: str, token: str) -> HttpResponse:
    response = see_other("case:case", token, query=f"done={done}")
    response["Location"] += f"#{done}"
    return response


@private
@require_POST
@limited("whatsapp", burst=20, per_minute=4)
@transaction.atomic
def whatsapp(request: HttpRequest, token: str) -> HttpResponse:
    """Record that the visitor turns to WhatsApp, and go there."""
    case = links.resolve("case", token, CASES)
    if case.is_spam:
        return see_other("case:case", token)
    what = _("WhatsApp opened from the case page")
    lead, now = lock_lead(pk=case.lead_id), timezone.now()
    note(lead=lead, case=case, kind=Activity.Kind.WHATSAPP, text=what, by=None, now=now)
    case_url = settings.SITE_URL + case.get_absolute_url()
    url = whatsapp_url(settings.PRACTICE["whatsapp"], whatsapp_text(case, case_url))
    return HttpResponseRedirect(url, status=HTTPStatus.SEE_OTHER)
