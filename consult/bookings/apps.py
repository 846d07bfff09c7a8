from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "consult.bookings"

    def ready(self) -> None:
        from consult.bookings import receivers  # noqa: F401  models are loaded only now
