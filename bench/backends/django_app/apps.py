from django.apps import AppConfig


class Journal(AppConfig):
    name = "bench.backends.django_app"
    label = "journal"
    default_auto_field = "django.db.models.AutoField"
