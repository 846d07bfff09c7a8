from __future__ import annotations

import uuid
from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consult import links
from consult.case.summary import case_context, whatsapp_text
from consult.http import private
from consult.intake.browsers import held
from consult.leads.models import Activity, Case
from consult.leads.services import note
from consult.whatsapp import whatsapp_url

CASES = Case.objects.select_related("lead", "intake__matrix_version__matrix").prefetch_related(
    "advice__matrix_version", "advice__issued_by"
)


@private
@require_safe
def receipt(request: HttpRequest, submission_id: uuid.UUID) -> HttpResponse:
    """Shown only to the browser that submitted: the case link in it is the visitor's key."""
    mine = held(request).filter(submission_id=submission_id)
    case = get_object_or_404(CASES, intake__in=mine.order_by())
    return render(request, "case/receipt.html", case_context(case, timezone.now()))


@private
@require_safe
def case(request: HttpRequest, token: str) -> HttpResponse:
    """Everything about this one case, and nothing else of its lead."""
    case = links.resolve("case", token, CASES)
    return render(request, "case/case.html", case_context(case, timezone.now()))


@private
@require_POST
@transaction.atomic
def whatsapp(request: HttpRequest, token: str) -> HttpResponse:
    """Record that the visitor turns to WhatsApp, and go there."""
    case = links.resolve("case", token, CASES)
    what = _("WhatsApp opened from the case page")
    now = timezone.now()
    note(lead=case.lead, case=case, kind=Activity.Kind.WHATSAPP, text=what, by=None, now=now)
    case_url = settings.SITE_URL + case.get_absolute_url()
    url = whatsapp_url(settings.PRACTICE["whatsapp"], whatsapp_text(case, case_url))
    return HttpResponseRedirect(url, status=HTTPStatus.SEE_OTHER)
