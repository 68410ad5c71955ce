"""App configuration."""

from django.apps import AppConfig


class BookingConfig(AppConfig):
    name = "backoffice.booking"
    verbose_name = "Inscriptions"

    def ready(self) -> None:
        """Custom fields are told which inscriptions hold their answers; a publication wakes those who serve the people who wait."""
        from backoffice.booking.services.answers import answers_in_inscriptions
        from backoffice.booking.services.waking import ring_after_commit
        from backoffice.people.services.fields import register_use
        from backoffice.policies.services.publication import register_publication

        register_use(answers_in_inscriptions)
        register_publication(ring_after_commit)
