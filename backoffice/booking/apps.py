"""App configuration."""

from django.apps import AppConfig


class BookingConfig(AppConfig):
    name = "backoffice.booking"
    verbose_name = "Inscriptions"

    def ready(self) -> None:
        """Custom fields are told which inscriptions hold their answers."""
        from backoffice.booking.services.answers import answers_in_inscriptions
        from backoffice.people.services.fields import register_use

        register_use(answers_in_inscriptions)
