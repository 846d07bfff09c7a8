from django.urls import path, re_path

from consult.blog import preview, views
from consult.blog.counts import views as counts
from consult.blog.pictures import views as pictures
from consult.blog.programs import feed, llms, markdown, sitemap
from consult.blog.search import views as search

app_name = "blog"
urlpatterns = [
    path("", views.home, name="home"),
    path("blog/", views.article_list, name="list"),
    path("blog/feed/", feed.feed, name="feed"),
    path("blog/topic/<slug:slug>/", views.topic, name="topic"),
    path("author/<slug:slug>/", views.author, name="author"),
    path("search/", search.search, name="search"),
    path("blog/<slug:slug>/", views.article, name="article"),
    re_path(r"^media/([0-9a-f]{32})\.(avif|webp)$", pictures.picture, name="media"),
    re_path(r"^blog/([-a-zA-Z0-9_]+)/card-([0-9a-f]{32})\.png$", pictures.card, name="card"),
    path("preview/<token>/", preview.preview, name="preview"),
    path("blog/<slug:slug>/count/", counts.count_one, name="count"),
    path("blog/<slug:slug>.md", markdown.markdown, name="markdown"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("llms.txt", llms.llms, name="llms"),
    path("<slug:name>/", views.page, name="page"),
]
