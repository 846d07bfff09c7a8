from django.urls import path

from consult.bookings import views

app_name = "bookings"
urlpatterns = [
    path("", views.book, name="book"),
    path("<str:token>/", views.booking, name="booking"),
    path("<str:token>/cancel/", views.cancel, name="cancel"),
    path("<str:token>/call.ics", views.ics, name="ics"),
]
