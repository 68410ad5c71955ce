"""App configuration."""

from django.apps import AppConfig


class BookingConfig(AppConfig):
    name = "backoffice.booking"
    verbose_name = "Inscriptions"
