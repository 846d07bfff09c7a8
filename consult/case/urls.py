from django.urls import path

from consult.case import views

app_name = "case"
urlpatterns = [
    path("receipt/<uuid:submission_id>/", views.receipt, name="receipt"),
    path("<str:token>/", views.case, name="case"),
    path("<str:token>/whatsapp/", views.whatsapp, name="whatsapp"),
]
