from django.urls import path, re_path

from consult.blog import count_view, crawlers, export, feeds, media, preview, search_views, views

app_name = "blog"
urlpatterns = [
    path("", views.home, name="home"),
    path("blog/", views.article_list, name="list"),
    path("blog/feed/", feeds.feed, name="feed"),
    path("blog/topic/<slug:slug>/", views.topic, name="topic"),
    path("author/<slug:slug>/", views.author, name="author"),
    path("search/", search_views.search, name="search"),
    path("blog/<slug:slug>/", views.article, name="article"),
    re_path(r"^media/([0-9a-f]{32})\.(avif|webp)$", media.picture, name="media"),
    re_path(r"^blog/([-a-zA-Z0-9_]+)/card-([0-9a-f]{32})\.png$", media.card, name="card"),
    path("preview/<token>/", preview.preview, name="preview"),
    path("blog/<slug:slug>/count/", count_view.count_one, name="count"),
    path("blog/<slug:slug>.md", export.markdown, name="markdown"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("llms.txt", crawlers.llms, name="llms"),
    path("<slug:name>/", views.page, name="page"),
]
