"""App configuration."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "backoffice.catalogue"
    verbose_name = "Configuration"
