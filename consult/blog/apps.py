from django.apps import AppConfig


class BlogConfig(AppConfig):
    name = "consult.blog"
