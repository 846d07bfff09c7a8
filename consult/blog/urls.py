from django.urls import path, re_path

from consult.blog import count_view, media, preview, views

app_name = "blog"
urlpatterns = [
    path("", views.home, name="home"),
    path("blog/", views.article_list, name="list"),
    path("blog/topic/<slug:slug>/", views.topic, name="topic"),
    path("author/<slug:slug>/", views.author, name="author"),
    path("blog/<slug:slug>/", views.article, name="article"),
    re_path(r"^media/([0-9a-f]{32})\.(avif|webp)$", media.picture, name="media"),
    re_path(r"^blog/([-a-zA-Z0-9_]+)/card-([0-9a-f]{32})\.png$", media.card, name="card"),
    path("preview/<token>/", preview.preview, name="preview"),
    path("blog/<slug:slug>/count/", count_view.count_one, name="count"),
    path("<slug:name>/", views.page, name="page"),
]
