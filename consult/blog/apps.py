from django.apps import AppConfig
from django.db.models import Exists


class BlogConfig(AppConfig):
    name = "consult.blog"

    def ready(self) -> None:
        from consult import pages
        from consult.blog import receivers, services  # noqa: F401  models are loaded only now

        watcher = pages.Watcher(lambda now: Exists(services.due(now)), services.publish_due)
        pages.watchers.append(watcher)
