from django.urls import path

from consult.blog import views

app_name = "blog"
urlpatterns = [
    path("", views.home, name="home"),
    path("blog/", views.article_list, name="list"),
    path("blog/topic/<slug:slug>/", views.topic, name="topic"),
    path("author/<slug:slug>/", views.author, name="author"),
    path("blog/<slug:slug>/", views.article, name="article"),
    path("<slug:name>/", views.page, name="page"),
]
