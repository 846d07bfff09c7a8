from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.staff import views
from consult.staff.waiting import waiting_for

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class StaffSite(AdminSite):
    """The admin, on the practice's own clock."""

    site_header = _("Practice")
    site_title = _("Practice")
    index_title = _("Today")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        replay = "replay/<int:pk>/"
        return [
            path(replay, self.admin_view(views.replay), name="replay"),
            path(replay + "mails/", self.admin_view(views.mails), name="replay_mails"),
            path(replay + "mails/<int:case>/", self.admin_view(views.mail), name="replay_mail"),
            path(replay + "issue/", self.admin_view(views.issue), name="replay_issue"),
            *super().get_urls(),
        ]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        waiting = {"waiting": waiting_for(request)}
        return super().index(request, waiting | (extra_context or {}))

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def on_the_practices_clock(*args: Any, **kwargs: Any) -> HttpResponseBase:
            with timezone.override(settings.PRACTICE["time_zone"]):
                try:
                    response = inner(*args, **kwargs)
                except OverflowError as reason:  # A year in the address that no calendar has.
                    raise BadRequest from reason
                # Rendered here, for outside times would be read and written in UTC again.
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
                return response

        return cast(View, on_the_practices_clock)
