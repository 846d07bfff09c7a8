from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupsConfig(AppConfig):
    name = "consult.followups"
    verbose_name = _("Follow-ups")

    def ready(self) -> None:
        from consult.followups import receivers  # noqa: F401  models are loaded only now
