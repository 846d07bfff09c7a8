from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "consult.intake"

    def ready(self) -> None:
        from consult.intake.attachments import receivers  # noqa: F401  models are loaded only now
