"""A file for staff: always as a download, never as a page of this site."""

from __future__ import annotations

import logging
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consult.http import private, refuse
from consult.intake.attachments.services import content_of
from consult.intake.models import Attachment

logger = logging.getLogger(__name__)

PERMISSION = "intake.view_attachment"


def download_url(attachment: Attachment) -> str:
    return reverse("admin:intake_attachment_download", args=[attachment.pk])


@private
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Whatever is in it, the browser is told nothing by which it could run it here."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    attachment = get_object_or_404(Attachment, pk=pk)
    try:
        content = content_of(attachment)
    except FileNotFoundError:
        logger.exception("An attachment has no file.")
        sentence = _("The store for files has this one no more.")
        return refuse(request, HTTPStatus.NOT_FOUND, sentence)
    except OSError:
        logger.exception("The store of attachments is away.")
        sentence = _("The store for files does not answer. Try again in a few minutes.")
        return refuse(request, HTTPStatus.SERVICE_UNAVAILABLE, sentence)
    headers = {
        "Content-Disposition": content_disposition_header(True, attachment.name) or "attachment",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)
