from django.urls import path

from consult.intake import half_written, resume_views, views

app_name = "intake"
urlpatterns = [
    path("<slug:matrix>/", views.start, name="start"),
    # Before the steps: the key of none of them is "later".
    path("<slug:matrix>/later/", resume_views.later, name="later"),
    path("<slug:matrix>/later/revoke/", resume_views.revoke, name="revoke"),
    path("<slug:matrix>/<str:step>/", views.step, name="step"),
    path("<slug:matrix>/<str:step>/choose/", views.choose, name="choose"),
    path("<slug:matrix>/<str:step>/half-written/", half_written.half_written, name="half-written"),
]
