from django.apps import AppConfig


class BlogConfig(AppConfig):
    name = "consult.blog"

    def ready(self) -> None:
        from consult.blog import receivers  # noqa: F401  models are loaded only now
