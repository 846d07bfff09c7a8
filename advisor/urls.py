from django.urls import path

from advisor import views

app_name = "fit"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.matrix, name="matrix"),
    path("<slug:slug>/adr.md", views.adr, name="adr"),
    path("<slug:slug>/card.png", views.card, name="card"),
]
