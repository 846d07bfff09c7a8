from django.urls import path

from consult.case import views

app_name = "case"
urlpatterns = [
    path("receipt/<uuid:submission_id>/", views.receipt, name="receipt"),
    path("link-replaced/", views.link_replaced, name="link_replaced"),
    path("<str:token>/", views.case, name="case"),
    path("<str:token>/whatsapp/", views.whatsapp, name="whatsapp"),
    path("<str:token>/mails/", views.mails, name="mails"),
    path("<str:token>/replace-link/", views.replace_link, name="replace_link"),
    path("<str:token>/data/", views.data, name="data"),
]
