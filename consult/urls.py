from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from consult import devmail

urlpatterns = [
    path("fit/", include("advisor.urls")),
    path("intake/", include("consult.intake.urls")),
    path("case/", include("consult.case.urls")),
    path("book/", include("consult.bookings.urls")),
    path("quote/", include("consult.quotes.urls")),
    path("admin/", admin.site.urls),
    path("", include("consult.blog.urls")),
]

if settings.EMAIL_BACKEND == "consult.devmail.EmailBackend":
    urlpatterns.insert(0, path("dev/mail/", include((devmail.urlpatterns, "devmail"))))

handler400 = "consult.errors.bad_request"
handler403 = "consult.errors.forbidden"
handler404 = "consult.errors.not_found"
handler500 = "consult.errors.server_error"
