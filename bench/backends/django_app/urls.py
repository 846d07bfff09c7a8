from django.urls import path
from django.views.decorators.cache import cache_page

from . import views
from .with_sql import article as article_with_sql

urlpatterns = [
    path("article/<slug:slug>/", views.article),
    path("cached/<slug:slug>/", cache_page(60)(views.article)),
    path("enquiry/", views.enquiry),
    path("thanks/", views.thanks),
    path("sql/<slug:slug>/", article_with_sql),
]
