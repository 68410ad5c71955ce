"""App configuration."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "backoffice.people"
    verbose_name = "Personnes"
