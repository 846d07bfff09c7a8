from django.urls import path

from consult.case import data_views as views

app_name = "data"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("deleted/", views.deleted, name="deleted"),
    path("revoked/", views.revoked, name="revoked"),
    path("<str:token>/", views.kept, name="kept"),
    path("<str:token>/everything.json", views.as_json, name="json"),
    path("<str:token>/everything.html", views.as_html, name="html"),
    path("<str:token>/revoke/", views.revoke, name="revoke"),
    path("<str:token>/delete/", views.delete, name="delete"),
]
