from django.urls import path

from consult.intake import views

app_name = "intake"
urlpatterns = [
    path("<slug:matrix>/", views.start, name="start"),
    path("<slug:matrix>/<str:step>/", views.step, name="step"),
    path("<slug:matrix>/<str:step>/choose/", views.choose, name="choose"),
]
