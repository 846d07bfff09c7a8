from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpResponse
from django.urls import URLPattern, include, path

from advisor import urls as fit
from advisor.api import api
from consult import devmail, pages
from consult.blog import urls as blog
from consult.intake import resume_views
from consult.limits import limited
from consult.manifest import manifest
from consult.staff.styles import views as styles

View = Callable[..., HttpResponse]


def decorated(urls: Iterable[Any], decorators: Mapping[str, Callable[[View], View]]) -> list[Any]:
    """The same addresses, with the views of these names decorated."""
    return [
        URLPattern(url.pattern, decorators[url.name](url.callback), url.default_args, url.name)
        if url.name in decorators
        else url
        for url in urls
    ]


# Far more than a person or a cache asks for, and too little to keep a core busy.
reading = limited("api", burst=60, per_minute=120)
scoring = limited("score", burst=30, per_minute=60)
drawing = limited("card", burst=20, per_minute=30)
searching = limited("search", burst=30, per_minute=60)

READING = ("matrices", "matrix", "openapi-json", "openapi-view")
api_urls, app_name, namespace = api.urls
api_urls = decorated(api_urls, {**dict.fromkeys(READING, reading), "score": scoring})
blog_urls = decorated(blog.urlpatterns, {"search": searching})
fit_urls = decorated(fit.urlpatterns, {"card": drawing, "index": pages.kept, "matrix": pages.kept})

urlpatterns = [
    path("fit/", include((fit_urls, fit.app_name))),
    path("api/v1/", (api_urls, app_name, namespace)),
    path("intake/", include("consult.intake.urls")),
    path("resume/<str:token>/", resume_views.resume, name="resume"),
    path("forget/", resume_views.forget, name="forget"),
    path("case/", include("consult.case.urls")),
    path("data/", include("consult.case.data_urls")),
    path("book/", include("consult.bookings.urls")),
    path("quote/", include("consult.quotes.urls")),
    path("admin/", admin.site.urls),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("", include((blog_urls, blog.app_name))),
]

if settings.EMAIL_BACKEND == "consult.devmail.EmailBackend":
    urlpatterns.insert(0, path("dev/mail/", include((devmail.urlpatterns, "devmail"))))

if not settings.PRODUCTION:
    urlpatterns.insert(0, path("dev/styles/", include((styles.urlpatterns, "styles"))))

handler400 = "consult.errors.bad_request"
handler403 = "consult.errors.forbidden"
handler404 = "consult.errors.not_found"
handler500 = "consult.errors.server_error"
