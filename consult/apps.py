from django.apps import AppConfig


class ConsultConfig(AppConfig):
    """The ground: modules that know no feature."""

    name = "consult"
