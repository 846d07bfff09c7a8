from django.urls import path

from consult.quotes import views

app_name = "quotes"
urlpatterns = [
    path("<str:token>/", views.quote, name="quote"),
    path("<str:token>/accept/", views.accept, name="accept"),
    path("<str:token>/decline/", views.decline, name="decline"),
    path("<str:token>/viewed/", views.viewed, name="viewed"),
]
