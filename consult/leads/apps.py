from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "consult.leads"

    def ready(self) -> None:
        from consult.leads import receivers  # noqa: F401  models are loaded only now
